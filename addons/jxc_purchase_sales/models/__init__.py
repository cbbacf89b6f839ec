from . import (
    jxc_alert_rule,
    jxc_purchase_cause,
    jxc_purchase_suggestion,
    purchase_order,
    sale_order,
    sale_order_line,
)

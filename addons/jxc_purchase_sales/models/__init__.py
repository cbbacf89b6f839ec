from . import (
    jxc_purchase_cause,
    jxc_purchase_suggestion,
    purchase_order,
    sale_order,
    sale_order_line,
)

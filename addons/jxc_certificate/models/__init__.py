from . import (
    jxc_alert_rule,
    jxc_certificate,
    jxc_certificate_kind,
    jxc_certificate_release,
    product_template,
    purchase_order,
    purchase_order_line,
    res_partner,
)

from . import (
    jxc_vendor_score,
    purchase_order,
    purchase_order_line,
    res_company,
    res_config_settings,
    res_partner,
)

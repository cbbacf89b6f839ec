from . import (
    jxc_alert_delivery,
    jxc_alert_rule,
    jxc_sms_account,
    res_company,
    sms_sms,
    stock_picking,
)

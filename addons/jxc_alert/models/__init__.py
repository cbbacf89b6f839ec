from . import (
    jxc_alert,
    jxc_alert_delivery,
    jxc_alert_mark,
    jxc_alert_owner,
    jxc_alert_rule,
    jxc_alert_rule_people,
    jxc_alert_rule_telling,
    jxc_alert_trend,
)

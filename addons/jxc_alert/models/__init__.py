from . import (
    jxc_alert,
    jxc_alert_mark,
    jxc_alert_owner,
    jxc_alert_rule,
    jxc_alert_rule_people,
)

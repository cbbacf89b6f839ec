from . import jxc_alert, jxc_alert_delivery, jxc_alert_rule

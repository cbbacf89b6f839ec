from . import jxc_alert, jxc_alert_mark, jxc_alert_rule

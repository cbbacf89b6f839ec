from . import jxc_daily_report_issue, jxc_dingtalk_message

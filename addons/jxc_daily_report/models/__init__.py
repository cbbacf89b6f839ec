from . import (
    jxc_daily_report,
    jxc_daily_report_figures,
    jxc_daily_report_issue,
)

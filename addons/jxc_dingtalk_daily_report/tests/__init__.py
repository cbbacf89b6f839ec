from . import test_daily_report

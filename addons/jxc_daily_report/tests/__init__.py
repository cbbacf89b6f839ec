from . import test_daily_report, test_once

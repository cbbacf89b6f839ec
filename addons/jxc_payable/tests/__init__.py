from . import test_accrual, test_collected, test_match, test_sessions, test_unbilled

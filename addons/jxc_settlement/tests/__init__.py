from . import test_ageing, test_alerts, test_match, test_payment, test_statement

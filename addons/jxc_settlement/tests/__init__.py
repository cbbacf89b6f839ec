from . import test_ageing, test_match, test_payment

from . import test_ageing, test_papers, test_secret, test_turnover, test_value

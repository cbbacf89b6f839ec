from . import test_profit, test_profit_secret

from . import test_margin, test_profit, test_profit_secret

from . import test_purchase_prices

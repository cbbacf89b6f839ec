from . import test_bought_for_orders

from . import test_asked_by_itself, test_bought_for_orders

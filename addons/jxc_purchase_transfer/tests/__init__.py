from . import test_moving_before_buying

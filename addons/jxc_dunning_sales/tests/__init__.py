from . import test_stop

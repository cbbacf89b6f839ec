from . import test_asked_elsewhere

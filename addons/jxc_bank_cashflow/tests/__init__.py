from . import test_unmatched

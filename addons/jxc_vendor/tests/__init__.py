from . import test_score

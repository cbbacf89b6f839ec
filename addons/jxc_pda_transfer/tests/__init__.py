from . import test_damage, test_missing

from . import test_damage, test_other_user, test_scan, test_transfer, test_unknown

from . import test_damage, test_scan, test_transfer, test_unknown

from . import test_scan, test_transfer, test_unknown

from . import test_account, test_sending, test_shipment

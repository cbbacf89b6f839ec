from . import test_account, test_alert, test_sending, test_shipment

from . import test_alert, test_delivery, test_people, test_rights, test_sessions

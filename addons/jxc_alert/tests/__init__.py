from . import test_alert, test_rights, test_sessions

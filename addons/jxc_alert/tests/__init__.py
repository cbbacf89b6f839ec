from . import test_alert, test_people, test_rights, test_sessions

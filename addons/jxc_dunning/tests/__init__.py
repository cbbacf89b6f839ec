from . import test_letter, test_mail, test_roles, test_run, test_sessions

from . import test_collected, test_match, test_sessions

from . import test_collected, test_sessions

from . import test_batch, test_dialogs, test_sessions, test_stopped, test_wave

from . import test_batch, test_sessions, test_wave

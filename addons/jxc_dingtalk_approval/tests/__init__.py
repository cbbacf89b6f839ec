from . import test_phone, test_process, test_stream, test_todo

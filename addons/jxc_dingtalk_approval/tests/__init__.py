from . import test_phone, test_stream, test_todo

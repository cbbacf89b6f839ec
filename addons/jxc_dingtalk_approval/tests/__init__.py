from . import test_phone, test_todo

from . import test_framework, test_tender

from . import test_company

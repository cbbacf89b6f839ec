from . import test_closing_accrual

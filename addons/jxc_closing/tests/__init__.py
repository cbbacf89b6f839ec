from . import test_closed_month, test_closing, test_late_costs

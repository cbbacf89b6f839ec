from . import test_company, test_warehouse_day

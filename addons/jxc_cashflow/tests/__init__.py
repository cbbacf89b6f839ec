from . import test_forecast, test_habit, test_rights

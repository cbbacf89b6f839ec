from . import test_booking, test_history, test_import, test_proposal, test_rest

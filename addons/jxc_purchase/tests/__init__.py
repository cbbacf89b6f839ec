from . import test_approval, test_inspection, test_suggestion

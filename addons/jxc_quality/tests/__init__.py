from . import test_attacks, test_concession, test_plan, test_results, test_rework

from . import test_attacks, test_engine, test_form, test_rules

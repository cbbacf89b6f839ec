from . import test_attacks, test_engine, test_rules

from . import (
    test_attacks,
    test_engine,
    test_form,
    test_mass,
    test_print,
    test_property,
    test_route,
    test_rules,
    test_screens,
    test_time,
    test_tolerance,
    test_trial,
)

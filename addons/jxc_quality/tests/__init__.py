from . import (
    test_attacks,
    test_concession,
    test_double,
    test_plan,
    test_results,
    test_rework,
)

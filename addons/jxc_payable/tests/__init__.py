from . import (
    test_accrual,
    test_accrual_company,
    test_collected,
    test_concession,
    test_history,
    test_match,
    test_match_credit,
    test_match_tolerance,
    test_reversal,
    test_sessions,
    test_unbilled,
)

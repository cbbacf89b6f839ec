from . import (
    test_alerts,
    test_approval,
    test_budget,
    test_conditions,
    test_disposal,
    test_evidence,
    test_inspection,
    test_price_approval,
    test_sessions,
    test_suggestion,
    test_suggestion_list,
    test_tolerance,
)

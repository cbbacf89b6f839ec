from . import (
    test_alerts,
    test_approval,
    test_atp,
    test_conditions,
    test_evidence,
    test_json,
    test_margin,
    test_oversell,
    test_payment,
    test_price_approval,
    test_promise,
    test_shipping,
)

from . import (
    test_approval,
    test_atp,
    test_json,
    test_margin,
    test_oversell,
    test_promise,
    test_shipping,
)

from . import (
    test_checkup,
    test_closed_month,
    test_closing,
    test_closing_sessions,
    test_late_costs,
)

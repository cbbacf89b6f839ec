from . import (
    test_alert_kinds,
    test_alerts,
    test_attacks,
    test_availability,
    test_concurrency,
    test_guards,
    test_ledger,
    test_lot_dates,
    test_period,
    test_places,
    test_reservations,
    test_scrap_approval,
)

from . import (
    test_alerts,
    test_availability,
    test_guards,
    test_ledger,
    test_places,
)

from . import (
    test_transfer,
    test_transfer_attacks,
    test_transfer_difference,
    test_transfer_suggestion,
    test_transfer_threads,
)

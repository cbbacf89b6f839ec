from . import (
    test_accounts,
    test_counting,
    test_cycle,
    test_deciding,
    test_posting,
    test_threads,
)

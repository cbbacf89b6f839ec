from . import (
    test_batch,
    test_json,
    test_numbers,
    test_red,
    test_sessions,
    test_tax_number,
)

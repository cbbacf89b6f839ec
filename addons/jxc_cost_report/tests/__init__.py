from . import (
    test_ageing,
    test_export,
    test_papers,
    test_scopes,
    test_secret,
    test_turnover,
    test_value,
)

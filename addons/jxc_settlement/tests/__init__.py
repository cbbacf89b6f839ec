from . import (
    test_ageing,
    test_ageing_day,
    test_alerts,
    test_history,
    test_match,
    test_payment,
    test_portal,
    test_sessions,
    test_statement,
    test_statement_files,
    test_statement_mail,
    test_untracked,
)

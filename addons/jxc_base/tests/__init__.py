from . import (
    test_company_day,
    test_host_terms,
    test_inherited_terms,
    test_lock,
    test_refusal,
    test_roles,
    test_tile,
)

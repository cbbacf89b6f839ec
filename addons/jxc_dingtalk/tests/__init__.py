from . import (
    test_account,
    test_inbound,
    test_missed,
    test_outbox,
    test_people,
    test_senders,
    test_sign_in,
    test_sign_in_attack,
    test_wake,
)

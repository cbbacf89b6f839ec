from . import (
    test_bin_move,
    test_pick_bin,
    test_pick_bin_threads,
    test_steps,
    test_transfer,
    test_transfer_attacks,
    test_transfer_difference,
    test_transfer_suggestion,
    test_transfer_threads,
)

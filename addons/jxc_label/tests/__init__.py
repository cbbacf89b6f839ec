from . import test_label_print, test_lot_numbers, test_lot_numbers_at_once

from . import jxc_bin_move, jxc_bin_move_line, stock_return_picking

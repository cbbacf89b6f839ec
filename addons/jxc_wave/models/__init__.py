from . import stock_move_line, stock_picking, stock_picking_batch, stock_warehouse

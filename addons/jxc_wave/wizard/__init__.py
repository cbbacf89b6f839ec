from . import stock_add_to_wave, stock_picking_to_batch

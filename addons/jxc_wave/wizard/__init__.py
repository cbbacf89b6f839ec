from . import stock_picking_to_batch

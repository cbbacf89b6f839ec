from . import (
    jxc_stock_availability,
    stock_location,
    stock_move,
    stock_move_line,
    stock_quant,
    stock_warehouse,
)

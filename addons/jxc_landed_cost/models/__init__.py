from . import (
    stock_landed_cost,
    stock_landed_cost_line,
    stock_move,
    stock_valuation_adjustment_line,
)

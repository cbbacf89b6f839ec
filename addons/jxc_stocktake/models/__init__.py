from . import (
    jxc_stock_adjustment,
    jxc_stocktake,
    jxc_stocktake_count,
    jxc_stocktake_counter,
    jxc_stocktake_flow,
    jxc_stocktake_line,
    jxc_stocktake_line_posting,
    jxc_stocktake_page,
    jxc_stocktake_posting,
    product_product,
    res_company,
    stock_move,
)

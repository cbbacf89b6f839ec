from . import (
    jxc_stocktake,
    jxc_stocktake_count,
    jxc_stocktake_counter,
    jxc_stocktake_flow,
    jxc_stocktake_line,
    jxc_stocktake_page,
    product_product,
)

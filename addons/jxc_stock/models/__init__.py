from . import (
    jxc_alert_rule,
    jxc_stock_availability,
    jxc_stock_ledger,
    jxc_stock_overview,
    product_product,
    stock_location,
    stock_move,
    stock_move_line,
    stock_picking,
    stock_quant,
    stock_warehouse,
    stock_warehouse_orderpoint,
)

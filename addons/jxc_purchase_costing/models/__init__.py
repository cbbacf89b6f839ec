from . import (
    ir_attachment,
    jxc_cost_row,
    product_product,
    product_supplierinfo,
    purchase_order,
    purchase_order_line,
    stock_move,
    stock_rule,
)

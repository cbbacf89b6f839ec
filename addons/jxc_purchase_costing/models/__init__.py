from . import (
    ir_attachment,
    product_product,
    product_supplierinfo,
    purchase_order,
    purchase_order_line,
    stock_move,
    stock_rule,
)

from . import (
    jxc_alert,
    jxc_inspection,
    jxc_inspection_line,
    jxc_purchase_suggestion,
    product_template,
    purchase_order,
    purchase_order_line,
    stock_move,
    stock_picking,
)

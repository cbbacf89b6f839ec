from . import (
    jxc_purchase_suggestion,
    product_supplierinfo,
    purchase_order,
    purchase_order_line,
    purchase_requisition,
    purchase_requisition_line,
)

from . import (
    jxc_purchase_close,
    jxc_purchase_suggestion_refuse,
    jxc_purchase_suggestion_split,
    stock_return_picking,
)

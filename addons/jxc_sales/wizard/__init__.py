from . import (
    jxc_sale_allocation,
    jxc_sale_allocation_line,
    jxc_sale_hold,
    jxc_sale_offer,
    jxc_sale_offer_option,
    jxc_sale_paste,
    jxc_sale_paste_line,
)

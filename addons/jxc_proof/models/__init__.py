from . import (
    jxc_proof,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    stock_move,
    stock_picking,
)

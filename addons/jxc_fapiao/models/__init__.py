from . import (
    account_move,
    account_move_line,
    jxc_fapiao_batch,
    jxc_fapiao_line,
    jxc_fapiao_red,
    jxc_fapiao_red_flow,
    product_category,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
)

from . import (
    account_move,
    account_move_line,
    jxc_fapiao_batch,
    jxc_fapiao_line,
    product_category,
    product_template,
    res_company,
    res_config_settings,
    res_partner,
)

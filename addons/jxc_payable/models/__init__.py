from . import (
    account_move,
    account_move_line,
    purchase_order,
    res_company,
    res_config_settings,
    res_partner,
)

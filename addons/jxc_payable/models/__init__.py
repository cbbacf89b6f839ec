from . import (
    account_move,
    account_move_line,
    account_move_line_match,
    account_move_match,
    purchase_order,
    res_company,
    res_config_settings,
    res_partner,
)

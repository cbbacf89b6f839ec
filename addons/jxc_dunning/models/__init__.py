from . import (
    account_move,
    account_move_line,
    jxc_dunning_letter,
    jxc_dunning_letter_flow,
    jxc_dunning_letter_print,
    jxc_dunning_level,
    jxc_dunning_line,
    jxc_dunning_pause,
    jxc_settlement_ageing,
    res_company,
    res_config_settings,
    res_partner,
)

from . import (
    jxc_settlement_ageing_ask,
    jxc_settlement_match,
    jxc_settlement_match_entry,
    jxc_settlement_match_line,
    jxc_settlement_match_pair,
    jxc_statement_make,
)

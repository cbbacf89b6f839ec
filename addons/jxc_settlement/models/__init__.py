from . import (
    account_move_line,
    account_partial_reconcile,
    account_payment_method_line,
    jxc_alert_rule,
    jxc_settlement_ageing,
    jxc_statement,
    jxc_statement_figures,
    jxc_statement_flow,
    jxc_statement_goods,
    jxc_statement_line,
    res_partner,
)

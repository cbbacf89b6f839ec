from . import (
    account_move_line,
    account_partial_reconcile,
    account_payment_method_line,
    jxc_alert_rule,
    jxc_settlement_ageing,
    res_partner,
)

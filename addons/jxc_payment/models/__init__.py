from . import (
    account_move,
    account_payment,
    jxc_payment_proposal,
    jxc_payment_proposal_line,
    jxc_payment_proposal_paying,
    purchase_order,
)

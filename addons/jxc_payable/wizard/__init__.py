from . import (
    jxc_payable_accrual_cancel,
    jxc_payable_resolve,
    jxc_payable_unbilled_ask,
)

from . import jxc_cash_fixed_payment

from . import jxc_closing_guard

# isort: split

from . import (
    account_move,
    account_move_line,
    jxc_closing,
    jxc_closing_books,
    jxc_closing_check,
    jxc_closing_checks,
    jxc_closing_flow,
    jxc_closing_reopening,
    jxc_closing_stock,
    jxc_closing_voucher,
    jxc_cost_adjustment,
    jxc_cost_change,
    jxc_cost_difference,
    jxc_cost_ledger,
    jxc_cost_proof,
    product_template,
    product_value,
    res_company,
    stock_move,
    stock_move_line,
)

from . import (
    account_bank_statement_line,
    account_bank_statement_line_accept,
    account_bank_statement_line_book,
    account_bank_statement_line_proposal,
    account_bank_statement_line_rest,
    account_bank_statement_line_store,
    account_journal,
    account_partial_reconcile,
    account_payment,
    jxc_bank_rule,
)

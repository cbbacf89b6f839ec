from odoo import fields, models


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    jxc_import_key = fields.Char(readonly=True, copy=False)
    jxc_serial = fields.Char("Bank Serial Number", readonly=True, copy=False)

    _jxc_import_key_uniq = models.UniqueIndex(
        "(journal_id, jxc_import_key) WHERE jxc_import_key IS NOT NULL",
        "A row of a bank statement is imported once.",
    )

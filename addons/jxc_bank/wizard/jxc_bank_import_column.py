from odoo import fields, models

ROLES = [
    ("date", "Date"),
    ("debit", "Money Out"),
    ("credit", "Money In"),
    ("amount", "Amount"),
    ("sign", "In or Out"),
    ("balance", "Balance"),
    ("partner", "Partner"),
    ("account", "Partner's Account"),
    ("payer", "Payer"),
    ("payer_account", "Payer's Account"),
    ("payee", "Payee"),
    ("payee_account", "Payee's Account"),
    ("text", "Text"),
    ("serial", "Serial Number"),
    ("currency", "Currency"),
    ("own", "Own Account"),
]


class JxcBankImportColumn(models.TransientModel):
    _name = "jxc.bank.import.column"
    _description = "Column of a Bank File"
    _order = "sequence, id"

    import_id = fields.Many2one("jxc.bank.import", required=True, ondelete="cascade")
    sequence = fields.Integer()
    name = fields.Char("Column", readonly=True)
    sample = fields.Char(readonly=True)
    role = fields.Selection(ROLES, "Meaning")

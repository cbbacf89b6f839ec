from odoo import fields, models

STATES = [
    ("new", "New"),
    ("booked", "Booked as Payment"),
    ("known", "Imported Before"),
    ("error", "Error"),
]


class JxcBankImportLine(models.TransientModel):
    _name = "jxc.bank.import.line"
    _description = "Row of a Bank File"
    _order = "number, id"

    import_id = fields.Many2one("jxc.bank.import", required=True, ondelete="cascade")
    number = fields.Integer("Row", readonly=True)
    key = fields.Char(readonly=True)
    date = fields.Date(readonly=True)
    amount = fields.Monetary(readonly=True)
    balance = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(related="import_id.currency_id")
    partner_name = fields.Char("Partner", readonly=True)
    account_number = fields.Char("Partner's Account", readonly=True)
    text = fields.Char(readonly=True)
    serial = fields.Char("Serial Number", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    payment_id = fields.Many2one("account.payment", "Payment", readonly=True)
    as_new = fields.Boolean(
        "Another One", help="It is not this payment: import the row as well."
    )
    error = fields.Char(readonly=True)

from odoo import fields, models


class JxcSettlementMatchPair(models.TransientModel):
    _name = "jxc.settlement.match.pair"
    _description = "Proposed Match"
    _order = "sequence, id"

    match_id = fields.Many2one(
        "jxc.settlement.match", "Workbench", required=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    debit_id = fields.Many2one("account.move.line", "Debit", required=True)
    credit_id = fields.Many2one("account.move.line", "Credit", required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(related="debit_id.currency_id")

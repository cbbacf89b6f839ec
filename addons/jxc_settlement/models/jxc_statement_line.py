from odoo import fields, models
from odoo.exceptions import UserError


class JxcStatementLine(models.Model):
    """A document of the period, as it stood in the books when it was read."""

    _name = "jxc.statement.line"
    _description = "Statement Line"
    _order = "statement_id, sequence, id"
    _rec_name = "name"

    statement_id = fields.Many2one(
        "jxc.statement", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="statement_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    sequence = fields.Integer()
    move_id = fields.Many2one(
        "account.move", "Document", ondelete="set null", index="btree_not_null"
    )
    move_key = fields.Integer(
        help="The document's id, kept also when a draft of it is deleted later."
    )
    name = fields.Char("Number", required=True)
    ref = fields.Char("Reference")
    kind = fields.Selection(
        [
            ("invoice", "Invoice"),
            ("refund", "Refund"),
            ("payment", "Payment"),
            ("other", "Other"),
        ],
        required=True,
    )
    date = fields.Date(required=True)
    date_due = fields.Date("Due Date")
    increase = fields.Monetary()
    decrease = fields.Monetary()
    balance = fields.Monetary(aggregator=None)
    goods_ids = fields.One2many("jxc.statement.goods", "line_id", "Goods")
    remark = fields.Char(help="What the partner says about this document.")

    def write(self, vals):
        """People write what the partner remarks, while the partner may."""
        if not self.env.su:
            for line in self:
                if set(vals) - {"remark"} or line.statement_id.state != "sent":
                    raise UserError(
                        self.env._(
                            "%(document)s is part of %(statement)s and comes from the "
                            "books. Remarks are written while it is sent.",
                            document=line.name,
                            statement=line.statement_id.name,
                        )
                    )
        return super().write(vals)

    def action_open_document(self):
        """The payment, or else the invoice or entry, behind this line."""
        self.ensure_one()
        document = self.move_id.origin_payment_id or self.move_id
        if not document:
            raise UserError(
                self.env._("%(document)s was deleted meanwhile.", document=self.name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

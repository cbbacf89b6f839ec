from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcDunningLine(models.Model):
    """An item that a letter asks for."""

    _name = "jxc.dunning.line"
    _description = "Dunning Letter Item"
    _order = "letter_id, date_due, id"
    _rec_name = "name"

    letter_id = fields.Many2one(
        "jxc.dunning.letter", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    state = fields.Selection(related="letter_id.state")
    company_id = fields.Many2one(
        related="letter_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="letter_id.currency_id")
    counts = fields.Boolean(
        default=True, readonly=True, help="Not in a letter that was taken back."
    )
    level_id = fields.Many2one(
        "jxc.dunning.level", required=True, readonly=True, ondelete="restrict"
    )
    move_line_id = fields.Many2one(
        "account.move.line", readonly=True, ondelete="set null", index="btree_not_null"
    )
    move_id = fields.Many2one(
        "account.move", "Document", readonly=True, ondelete="set null",
        index="btree_not_null",
    )  # fmt: skip
    name = fields.Char("Number", required=True, readonly=True)
    ref = fields.Char("Reference", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    days = fields.Integer("Days Overdue", readonly=True, aggregator=None)
    amount = fields.Monetary("Invoiced", readonly=True)
    residual = fields.Monetary(
        "Asked For",
        readonly=True,
        help="What is open of it, less money of the customer that is not matched yet.",
    )
    date_sent = fields.Date("Written On", related="letter_id.date")

    _once_per_level = models.UniqueIndex(
        "(move_line_id, level_id) WHERE counts AND move_line_id IS NOT NULL",
        "An item is written about once per level.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        """A draft may ask for less; a letter that was sent says what it said."""
        for line in self.filtered(lambda line: line.letter_id.state != "draft"):
            raise UserError(
                self.env._(
                    "%(letter)s is no draft any more: its items stay.",
                    letter=line.letter_id.display_name,
                )
            )

    def action_open_document(self):
        """The invoice behind this line."""
        self.ensure_one()
        if not self.move_id:
            raise UserError(
                self.env._("%(document)s was deleted meanwhile.", document=self.name)
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

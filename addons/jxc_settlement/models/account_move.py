from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_settlement_kind = fields.Selection(
        [
            ("difference", "Differences"),
            ("setoff", "Set-Off"),
            ("undone", "Undone"),
        ],
        "Settlement Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    jxc_settled_line_ids = fields.Many2many(
        "account.move.line",
        "jxc_settlement_settled_rel",
        "move_id",
        "line_id",
        "Settled Items",
        readonly=True,
        copy=False,
        help="The items that were matched together with this entry.",
    )

    def _jxc_undo_settlement(self):
        """Reverse differences and set-offs; what they settled is open again."""
        today = fields.Date.context_today(self)
        matched = self.line_ids.matched_debit_ids | self.line_ids.matched_credit_ids
        matched._jxc_trace(undone=True)
        reversals = self._reverse_moves(
            [
                {
                    "date": max(move.date, today),
                    "ref": self.env._("Undone: %(entry)s", entry=move.name),
                }
                for move in self
            ],
            cancel=True,
        )
        (self | reversals).jxc_settlement_kind = "undone"
        return reversals

from odoo import api, fields, models
from odoo.exceptions import UserError

WHO = "account.group_account_manager"


class JxcPayableResolve(models.TransientModel):
    _name = "jxc.payable.resolve"
    _description = "Resolve Bill Differences"

    line_ids = fields.Many2many("account.move.line", string="Bill Lines", required=True)
    summary = fields.Text("Differences", compute="_compute_summary")
    decision = fields.Selection(
        [
            ("correct", "Correct to the Order"),
            ("credit", "Credit Note for the Difference"),
            ("accept", "Accept the Difference"),
        ],
        required=True,
        default="correct",
        help="Correct: the order's price, and no more than was accepted. Credit note:"
        " the bill stays as the vendor wrote it and is posted once the credit note for"
        " what is too much is posted.",
    )
    reason = fields.Char()

    @api.depends("line_ids")
    def _compute_summary(self):
        for wizard in self:
            lines = wizard.line_ids._origin
            wizard.summary = "\n".join(one._jxc_difference_text() for one in lines)

    def action_resolve(self):
        self.ensure_one()
        lines = self.line_ids
        lines.check_access("write")
        if self.decision == "credit":
            return lines._jxc_credit()._jxc_open_credits()
        if any(line.parent_state != "draft" for line in lines):
            raise UserError(self.env._("Only draft bills are resolved."))
        if self.decision == "correct":
            lines._jxc_correct()
        else:
            self._accept(lines)
        return {"type": "ir.actions.act_window_close"}

    def _accept(self, lines):
        if not self.env.user.has_group(WHO):
            raise UserError(
                self.env._(
                    "Only a finance manager accepts differences of a bill. Ask one, or"
                    " correct the bill to the order."
                )
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why the difference is accepted."))
        texts = {
            bill: "\n".join(line._jxc_difference_text() for line in few)
            for bill, few in lines.grouped("move_id").items()
        }
        lines._jxc_accept(self.reason.strip())
        for bill, text in texts.items():
            bill.message_post(
                body=self.env._(
                    "Difference accepted: %(reason)s\n%(lines)s",
                    reason=self.reason.strip(),
                    lines=text,
                )
            )

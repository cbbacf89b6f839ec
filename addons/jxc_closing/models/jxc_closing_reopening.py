from odoo import models
from odoo.exceptions import AccessError, UserError

MANAGER = "jxc_base.group_jxc_manager"


class JxcClosing(models.Model):
    """反结账: the last closed month is opened again, by a manager, with a reason."""

    _inherit = "jxc.closing"

    def action_ask_reopen(self):
        """Ask why."""
        self.ensure_one().check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen the Month"),
            "res_model": "jxc.closing.reopen",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_closing_id": self.id},
        }

    def action_reopen(self, reason):
        """Take the vouchers out of the books and open the month."""
        self.ensure_one().check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager reopens a closed month."))
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why the month is opened again."))
        self._jxc_hold()
        if not self.last:
            raise UserError(
                self.env._(
                    "%(month)s is not the last closed month. Months are reopened one"
                    " after the other, the last one first.",
                    month=self.display_name,
                )
            )
        self.sudo()._jxc_reopen(reason.strip())
        return True

    def _jxc_reopen(self, reason):
        before = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "closed"),
                ("month", "<", self.month),
            ],
            order="month desc",
            limit=1,
        )
        self.company_id.write(
            {
                "jxc_closed_until": before.date_to,
                "jxc_closed_moment": before.closed_moment,
            }
        )
        if not before:
            self.company_id.jxc_closed_zone = False
        self._jxc_take_back(self.voucher_ids.move_id)
        self.stock_ids.unlink()
        self.write({"state": "open", "reopen_reason": reason})
        self.env["jxc.cost.ledger"]._reopen(self.company_id, self.month)
        self._jxc_forget_differences()
        self.message_post(
            body=self.env._("Reopened: %(reason)s", reason=reason),
            subtype_xmlid="mail.mt_note",
        )

    def _jxc_take_back(self, entries):
        """Entries stay, cancelled, to be seen; where the books forbid that, they are
        reversed on their own day."""
        sealed = entries.filtered("inalterable_hash")
        posted = (entries - sealed).filtered(lambda entry: entry.state == "posted")
        posted.button_draft()
        posted.button_cancel()
        if sealed:
            sealed._reverse_moves(
                [
                    {
                        "date": entry.date,
                        "ref": self.env._("Reversal: %s", entry.ref),
                    }
                    for entry in sealed
                ]
            )._post(soft=False)

    def _jxc_forget_differences(self):
        """What came late for this month is restated in it now."""
        company = self.company_id
        late = self.env["jxc.cost.difference"].search(
            [
                ("company_id", "=", company.id),
                ("move_id.date", ">=", self._jxc_begin()),
            ]
        )
        moments = {}
        for move in late.move_id:
            product = move.product_id
            moments[product] = min(move.date, moments.get(product, move.date))
        late.unlink()
        if moments:
            self.env["jxc.cost.ledger"].restate(company, moments)

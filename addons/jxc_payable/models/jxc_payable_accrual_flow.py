from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class JxcPayableAccrual(models.Model):
    """Posted once, reversed on the next day, cancelled with a reason."""

    _inherit = "jxc.payable.accrual"

    def action_post(self):
        """Post what is not billed now, and take it back on the next day."""
        self.check_access("write")
        self.env["jxc.lock"].acquire(one._jxc_lock_key() for one in self)
        self.invalidate_recordset()
        self._jxc_check_draft()
        for one in self:
            one._jxc_check_period()
            one.action_compute()
            if not one.line_ids:
                raise UserError(
                    self.env._(
                        "%(accrual)s: everything received by %(day)s was billed by"
                        " then, there is nothing to accrue.",
                        accrual=one.display_name,
                        day=format_date(self.env, one.date),
                    )
                )
            one._jxc_book()
        return True

    def _jxc_lock_key(self):
        return f"accrual:{self.company_id.id}:{self.month:%Y-%m}"

    def _jxc_check_period(self):
        """Refuse months that are not over, closed, or closed in the stock's value."""
        self.ensure_one()
        if self.date > self.company_id._jxc_today():
            raise UserError(
                self.env._(
                    "%(accrual)s: the month is not over. Accrue on its last day, or"
                    " later.",
                    accrual=self.display_name,
                )
            )
        self._jxc_check_open()
        # A closing has put these goods into stock already, against cost of sales.
        closing = self.company_id._jxc_closing_since(self.date)
        if closing:
            raise UserError(
                self.env._(
                    "%(accrual)s: the value of stock was closed with %(entry)s of"
                    " %(day)s, which has these goods in it. Cancel that entry, accrue,"
                    " and close again.",
                    accrual=self.display_name,
                    entry=closing.name,
                    day=format_date(self.env, closing.date),
                )
            )

    def _jxc_check_open(self):
        """Refuse closed periods; the host would move the entry to another date."""
        journal = self.company_id._jxc_accrual_journal()
        for day in (self.date, self.date_reversed):
            locks = self.company_id._get_violated_lock_dates(day, False, journal)
            if locks:
                raise UserError(
                    self.env._(
                        "%(accrual)s: the books are closed for %(day)s. Have the"
                        " period opened, or leave it as it is.",
                        accrual=self.display_name,
                        day=format_date(self.env, day),
                    )
                )

    def _jxc_book(self):
        company = self.company_id
        values = {
            "move_type": "entry",
            "journal_id": company._jxc_accrual_journal().id,
            "date": self.date,
            "ref": self.display_name,
            "jxc_accrual_id": self.id,
            "line_ids": [
                fields.Command.create(one) for one in self.line_ids._jxc_entry_values()
            ],
        }
        move = self.env["account.move"].with_company(company).create(values)
        reversal = move._reverse_moves(
            [
                {
                    "date": self.date_reversed,
                    "ref": self.env._("Reversal: %s", self.display_name),
                    "jxc_accrual_id": self.id,
                }
            ]
        )
        (move | reversal)._post(soft=False)
        self.sudo().write(
            {"state": "posted", "move_id": move.id, "reversal_id": reversal.id}
        )

    def action_ask_cancel(self):
        self.ensure_one().check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel the Accrual"),
            "res_model": "jxc.payable.accrual.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_accrual_id": self.id},
        }

    def action_cancel(self, reason):
        """Take both entries out of the books; they stay, cancelled, to be seen."""
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the accrual is cancelled."))
        self.env["jxc.lock"].acquire(one._jxc_lock_key() for one in self)
        self.invalidate_recordset()
        for one in self:
            if one.state != "posted":
                raise UserError(
                    self.env._(
                        "%(accrual)s is not posted: delete the draft instead.",
                        accrual=one.display_name,
                    )
                )
            one._jxc_check_open()
            one.sudo().write({"state": "cancel", "cancel_reason": reason.strip()})
            moves = one.move_id | one.reversal_id
            moves.button_draft()
            moves.button_cancel()
            one.message_post(body=self.env._("Cancelled: %s", reason.strip()))
        return True

    def action_open_entries(self):
        """The entry and its reversal."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "domain": [("jxc_accrual_id", "=", self.id)],
            "views": [(False, "list"), (False, "form")],
            "name": self.env._("Entries"),
        }

from odoo import fields, models
from odoo.exceptions import UserError

from ..closing_sql import query


class JxcClosing(models.Model):
    """A month is closed once, wholly or not at all."""

    _inherit = "jxc.closing"

    def action_close(self):
        """Make costs final, look again, book the vouchers, keep the stock, and close.

        A month that is closed already stays as it is: pressing twice does no harm.
        """
        self.check_access("write")
        self._jxc_hold()
        for one in self.sorted("month"):
            if one.state != "closed":
                one.sudo()._jxc_close()
        return True

    def _jxc_hold(self):
        """One at a time, and none while something of a past month is posted."""
        self.env["jxc.lock"].acquire(f"closing:{one.company_id.id}" for one in self)
        self.invalidate_recordset()

    def _jxc_close(self):
        self = self.with_company(self.company_id)._jxc_with_accounts()
        if not self._check_over()[0]:
            self.env["jxc.cost.ledger"]._finalize(
                self.company_id, self.month, self.date_to
            )
        self._jxc_check_all()
        if self.state != "checked":
            raise UserError(
                self.env._(
                    "%(month)s cannot be closed yet. To be mended first:\n%(checks)s",
                    month=self.display_name,
                    checks="\n".join(self.blocking_checks()),
                )
            )
        self.voucher_ids.unlink()
        self._jxc_book()
        self._jxc_prove_books()
        self._jxc_keep_stock()
        moment = self._jxc_end()
        self.company_id.write(
            {
                "jxc_closed_until": self.date_to,
                "jxc_closed_moment": moment,
                "jxc_closed_zone": self.company_id._jxc_zone(),
                # The host's own job would book the same again.
                "inventory_period": "manual",
            }
        )
        self.write(
            {
                "state": "closed",
                "user_id": self.env.uid,
                "date_closed": fields.Datetime.now(),
                "closed_moment": moment,
                "amount": sum(self.stock_ids.mapped("amount")),
            }
        )

    def _jxc_keep_stock(self):
        self.stock_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            query(
                "snapshot",
                closing=self.id,
                company=self.company_id.id,
                last=self.date_to,
            )
        )
        self.env["jxc.closing.stock"].invalidate_model()
        self.invalidate_recordset(["stock_ids"])

    def action_open_stock(self):
        """What was there at the end of the month."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock %(month)s", month=self.display_name),
            "res_model": "jxc.closing.stock",
            "domain": [("closing_id", "=", self.id)],
            "views": [(False, "list"), (False, "kanban")],
        }

    def action_open_entries(self):
        """The entries that the closing has booked."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vouchers %(month)s", month=self.display_name),
            "res_model": "account.move",
            "domain": [("id", "in", self.voucher_ids.move_id.ids)],
            "views": [(False, "list"), (False, "form")],
        }

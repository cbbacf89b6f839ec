from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Written by the buttons only.
GUARDED = {
    "amount",
    "check_ids",
    "closed_moment",
    "date_closed",
    "reopen_reason",
    "state",
    "stock_ids",
    "user_id",
    "voucher_ids",
}


class JxcClosing(models.Model):
    """月结: the stock of a company in a month, open, checked or closed (T5)."""

    _name = "jxc.closing"
    _description = "Month-End Closing of Stock"
    _inherit = ["mail.thread"]
    _order = "month desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    month = fields.Date(
        required=True,
        default=lambda self: self._jxc_next_month(),
        help="Any day of the month.",
    )
    date_to = fields.Date("Last Day", compute="_compute_date_to", store=True)
    state = fields.Selection(
        [("open", "Open"), ("checked", "Checked"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    check_ids = fields.One2many("jxc.closing.check", "closing_id", "Checks")
    voucher_ids = fields.One2many("jxc.closing.voucher", "closing_id", "Vouchers")
    stock_ids = fields.One2many("jxc.closing.stock", "closing_id", "Stock")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Closing Stock", readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Closed By", readonly=True, copy=False)
    date_closed = fields.Datetime("Closed At", readonly=True, copy=False)
    closed_moment = fields.Datetime(readonly=True, copy=False)
    reopen_reason = fields.Char("Reopened Because", readonly=True, copy=False)
    last = fields.Boolean("Last Closed Month", compute="_compute_last")

    _month_uniq = models.UniqueIndex(
        "(company_id, month)", "This month of the company is there already: open it."
    )

    @api.model
    def _jxc_next_month(self):
        """The month after the last closed one, or the last one that is over."""
        company = self.env.company
        closed = company.sudo().jxc_closed_until
        if closed:
            return closed + timedelta(days=1)
        month = company._jxc_today().replace(day=1)
        return fields.Date.subtract(month, months=1)

    @api.depends("month")
    def _compute_date_to(self):
        for one in self:
            one.date_to = one.month and fields.Date.end_of(one.month, "month")

    @api.depends("month")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.month and one.month.strftime("%Y-%m")

    @api.depends("state", "company_id")
    def _compute_last(self):
        for one in self:
            until = one.company_id.sudo().jxc_closed_until
            one.last = one.state == "closed" and one.date_to == until

    # --- who may write what -----------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if month := fields.Date.to_date(vals.get("month")):
                vals["month"] = month.replace(day=1)
        closings = super().create(vals_list)
        # Looked at afterwards: a default in the context sets them as well.
        if not self.env.su and any(
            one.state != "open" or any(one[name] for name in GUARDED - {"state"})
            for one in closings
        ):
            self._jxc_refuse_write()
        return closings

    def write(self, vals):
        if not self.env.su:
            if GUARDED & vals.keys():
                self._jxc_refuse_write()
            if {"month", "company_id"} & vals.keys():
                self._jxc_check_not_closed()
        if month := fields.Date.to_date(vals.get("month")):
            vals = {**vals, "month": month.replace(day=1)}
        if {"month", "company_id"} & vals.keys():
            self.sudo().check_ids.unlink()
            vals = {**vals, "state": "open"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._jxc_check_not_closed()

    def _jxc_refuse_write(self):
        raise UserError(
            self.env._("A month is checked, closed and reopened by its buttons.")
        )

    def _jxc_check_not_closed(self):
        for one in self:
            if one.state == "closed":
                raise UserError(
                    self.env._(
                        "%(month)s is closed. A manager may reopen the last closed"
                        " month.",
                        month=one.display_name,
                    )
                )

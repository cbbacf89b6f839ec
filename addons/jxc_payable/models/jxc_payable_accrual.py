from odoo import api, fields, models
from odoo.exceptions import UserError

#: Written by the buttons only.
GUARDED = {"state", "line_ids", "move_id", "reversal_id", "amount", "cancel_reason"}
#: Copied from the list of what is not billed.
COPIED = (
    "order_line_id",
    "concession_id",
    "partner_id",
    "product_id",
    "date_received",
    "quantity",
    "uom_id",
    "price",
    "currency_id",
    "amount_currency",
    "amount",
)


class JxcPayableAccrual(models.Model):
    """Goods received and not billed at the end of a month, in the books (P9)."""

    _name = "jxc.payable.accrual"
    _description = "Accrual of Goods Received"
    _inherit = ["mail.thread"]
    _order = "month desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._jxc_last_month(),
        help="Any day of the month.",
    )
    date = fields.Date("Accrued On", compute="_compute_date")
    date_reversed = fields.Date("Reversed On", compute="_compute_date")
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancel", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "jxc.payable.accrual.line", "accrual_id", "Lines", readonly=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        "Accrued", currency_field="company_currency_id", readonly=True, copy=False
    )
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, copy=False, check_company=True
    )
    reversal_id = fields.Many2one(
        "account.move", "Reversal", readonly=True, copy=False, check_company=True
    )
    cancel_reason = fields.Char("Cancelled Because", readonly=True, copy=False)
    stale = fields.Boolean(
        compute="_compute_stale",
        help="Bills, receipts or verdicts of the month came later.",
    )

    _month_uniq = models.UniqueIndex(
        "(company_id, month) WHERE state <> 'cancel'",
        "There is an accrual of this company and month already. Open that one; to"
        " accrue again, cancel it first.",
    )

    @api.model
    def _jxc_last_month(self):
        today = self.env.company._jxc_today()
        if fields.Date.end_of(today, "month") == today:
            return fields.Date.start_of(today, "month")
        return fields.Date.start_of(fields.Date.subtract(today, months=1), "month")

    @api.depends("month")
    def _compute_date(self):
        for one in self:
            one.date = one.month and fields.Date.end_of(one.month, "month")
            one.date_reversed = one.date and fields.Date.add(one.date, days=1)

    @api.depends("month", "company_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "Accrual %(month)s", month=one.month and one.month.strftime("%Y-%m")
            )

    @api.depends("state", "line_ids.quantity")
    def _compute_stale(self):
        for one in self:
            kept = {line._jxc_key() for line in one.line_ids}
            one.stale = one.state == "posted" and kept != {
                row._jxc_key() for row in one._jxc_unbilled()
            }

    # --- who may write what ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if month := fields.Date.to_date(vals.get("month")):
                vals["month"] = fields.Date.start_of(month, "month")
        accruals = super().create(vals_list)
        # Looked at afterwards: a default in the context sets them as well.
        if not self.env.su and any(
            one.state != "draft" or any(one[name] for name in GUARDED - {"state"})
            for one in accruals
        ):
            self._jxc_refuse_write()
        return accruals

    def write(self, vals):
        if not self.env.su:
            if GUARDED & vals.keys():
                self._jxc_refuse_write()
            if {"month", "company_id"} & vals.keys():
                self._jxc_check_draft()
        if month := fields.Date.to_date(vals.get("month")):
            vals = {**vals, "month": fields.Date.start_of(month, "month")}
            self.sudo().line_ids.unlink()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._jxc_check_draft()

    def _jxc_refuse_write(self):
        raise UserError(
            self.env._("An accrual is computed, posted and cancelled by its buttons.")
        )

    def _jxc_check_draft(self):
        for one in self:
            if one.state != "draft":
                raise UserError(
                    self.env._(
                        "%(accrual)s is not a draft any more. A posted accrual is"
                        " cancelled with a reason; it stays to be seen.",
                        accrual=one.display_name,
                    )
                )

    # --- figures ----------------------------------------------------------------------

    def _jxc_unbilled(self):
        """The rows of the list, as of the last day of the month."""
        self.ensure_one()
        # Its day ends where the company is.
        rows = self.env["jxc.payable.unbilled"].with_company(self.company_id)
        rows = rows.with_context(jxc_unbilled_at=fields.Date.to_string(self.date))
        # The same statement may have been asked for another day just before.
        rows.invalidate_model()
        return rows.search_fetch([("company_id", "=", self.company_id.id)], COPIED)

    def action_compute(self):
        """Look up what is accrued, before it is posted."""
        self.check_access("write")
        self._jxc_check_draft()
        for one in self:
            rows = one._jxc_unbilled()
            values = [
                row._convert_to_write({name: row[name] for name in COPIED})
                for row in rows
            ]
            own = one.sudo()
            own.line_ids.unlink()
            own.write(
                {
                    "line_ids": [fields.Command.create(vals) for vals in values],
                    "amount": one.company_currency_id.round(
                        sum(row["amount"] for row in values)
                    ),
                }
            )
        return True

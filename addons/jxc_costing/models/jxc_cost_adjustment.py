from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .jxc_cost_mixin import COST_GROUP

#: Only ``action_post`` and ``action_cancel`` may say so.
_DECIDING = object()


class JxcCostAdjustment(models.Model):
    """成本调整单: stock is worth more or less, on paper, from a day on (T5)."""

    _name = "jxc.cost.adjustment"
    _inherit = ["mail.thread"]
    _description = "Cost Adjustment"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", default="/", copy=False, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._jxc_today(),
        tracking=True,
    )
    at = fields.Datetime("Moment", readonly=True, copy=False)
    reason = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many("jxc.cost.adjustment.line", "adjustment_id", copy=True)
    amount = fields.Monetary(compute="_compute_amount", store=True, groups=COST_GROUP)

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for adjustment in self:
            adjustment.amount = sum(adjustment.line_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            for name in ("state", "at", "name"):
                vals.pop(name, None)
        return super().create(vals_list)

    def write(self, vals):
        if self.env.context.get("jxc_cost_deciding") is not _DECIDING:
            if {"state", "at", "name"} & vals.keys():
                raise UserError(self.env._("An adjustment is posted with its button."))
            if {"date", "company_id", "line_ids"} & vals.keys():
                self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if any(adjustment.state != "draft" or adjustment.at for adjustment in self):
            raise UserError(
                self.env._("What was posted stays on record. Cancel it instead.")
            )

    def _check_draft(self):
        if any(adjustment.state != "draft" for adjustment in self):
            raise UserError(
                self.env._("Only a draft can be changed. Make another adjustment.")
            )

    def action_post(self):
        """The stock is worth it from the end of that day on."""
        self.check_access("write")
        self._check_draft()
        self.lock_for_update()
        for adjustment in self:
            adjustment._check_lines()
            vals = {"state": "posted", "at": adjustment._moment()}
            if adjustment.name == "/":
                vals["name"] = (
                    self.env["ir.sequence"]
                    .with_company(adjustment.company_id)
                    .sudo()
                    .next_by_code(self._name)
                )
            adjustment._decide(vals)
        self._restate()

    def action_cancel(self):
        """It never was: the ledger is computed without it."""
        self.check_access("write")
        self.lock_for_update()
        posted = self.filtered(lambda adjustment: adjustment.state == "posted")
        for adjustment in posted:
            adjustment._check_open(adjustment.at)
        self._decide({"state": "cancelled"})
        posted._restate()

    def _decide(self, vals):
        self.with_context(jxc_cost_deciding=_DECIDING).write(vals)

    def _check_lines(self):
        if self.date > self.company_id._jxc_today():
            raise UserError(self.env._("%s is not there yet.", self.date))
        if not self.line_ids:
            raise UserError(self.env._("Which goods cost more or less? Add a line."))
        self._check_open(self._moment())
        for line in self.line_ids:
            line._check_pool()

    def _check_open(self, moment):
        self.env["jxc.cost.ledger"].check_open(self.company_id, moment)

    def _moment(self):
        """The last second of the day, or now if it is today."""
        after = self.env["jxc.cost.ledger"].moment_after(self.company_id, self.date)
        return min(after - timedelta(seconds=1), fields.Datetime.now())

    def _restate(self):
        self.env.flush_all()
        for adjustment in self:
            products = adjustment.line_ids.product_id
            moments = dict.fromkeys(products, adjustment.at)
            self.env["jxc.cost.ledger"].restate(adjustment.company_id, moments)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .res_company import PLACES

COST = "jxc_base.group_jxc_cost_viewer"
WAITING = ("required", "refused", "returned")


class JxcStocktake(models.Model):
    """What was found is posted when the approval says so (K7, K8)."""

    _name = "jxc.stocktake"
    _inherit = ["jxc.stocktake", "jxc.approval.mixin"]

    variance_value = fields.Monetary(
        "Value of Variance",
        compute="_compute_variance_value",
        store=True,
        groups=COST,
        help="What a rule on the value looks at: losses and gains at cost, added up.",
    )
    adjustment_ids = fields.One2many(
        "jxc.stock.adjustment", "stocktake_id", "Losses and Gains"
    )
    adjustment_count = fields.Integer(compute="_compute_adjustment_count")

    @api.depends("line_ids.difference_value")
    def _compute_variance_value(self):
        groups = self.env["jxc.stocktake.line"]._read_group(
            [("stocktake_id", "in", self.ids)],
            ["stocktake_id"],
            ["difference_value:array_agg"],
        )
        values = {plan.id: sum(map(abs, filter(None, all_))) for plan, all_ in groups}
        for plan in self:
            plan.variance_value = plan.currency_id.round(values.get(plan.id, 0.0))

    @api.depends("adjustment_ids")
    def _compute_adjustment_count(self):
        for plan in self:
            plan.adjustment_count = len(plan.adjustment_ids)

    # --- what jxc_approval asks ---------------------------------------------------

    def _jxc_approval_effective(self):
        return self.filtered(lambda plan: plan.state == "posted")

    def _jxc_approval_values(self):
        self.ensure_one()
        lines = self.sudo().line_ids.filtered(lambda line: line.counted_at)
        return {
            "warehouse_id": self.warehouse_id.id,
            "lines": [
                {"id": line.id, "difference": line.difference}
                for line in lines
                if not line.is_right
            ],
        }

    def _jxc_approval_evidence(self):
        self.ensure_one()
        wrong = self.line_ids.filtered(lambda line: line.difference)
        lines = [
            f"{line.product_id.display_name} {line.difference:+g} {line.uom_id.name}"
            for line in wrong.sorted(lambda line: -abs(line.sudo().difference_value))
        ]
        more = len(lines) - 5
        if more > 0:
            lines[5:] = [self.env._("and %(count)s more", count=more)]
        money = self.sudo().variance_value
        value = formatLang(self.env, money, currency_obj=self.currency_id)
        evidence = [
            (self.env._("Warehouse"), self.warehouse_id.name),
            (self.env._("Lines Counted"), str(self.counted_count)),
            (self.env._("Lines with a Difference"), str(len(wrong))),
            (self.env._("Differences"), "; ".join(lines)),
            (self.env._("Value of Variance"), value, "cost"),
        ]
        return [line for line in evidence if line[1]]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda plan: plan.state == "review").action_post()

    # --- posting ---------------------------------------------------------------------

    def action_post(self):
        """Submit what needs an approval, post the rest: one click."""
        self.check_access("write")
        self._wait_turn()
        self.sudo()._lock()
        # Two plans may have counted the same place: one after the other.
        self.env["jxc.lock"].acquire(
            f"stocktake-of:{house}" for house in self.warehouse_id.ids
        )
        self.invalidate_recordset()
        for plan in self:
            plan._check_ready()
        waiting = self.filtered(lambda plan: plan.jxc_approval_state in WAITING)
        if waiting:
            return waiting.action_jxc_submit()
        for plan in self.sudo():
            plan._post()
        return True

    def _check_ready(self):
        if self.state != "review":
            raise UserError(
                self.env._(
                    "%(plan)s is posted from its review, and once only.", plan=self.name
                )
            )
        lines = self.sudo().line_ids
        # What others posted while it was counted is in the books now.
        lines.filtered("counted_at")._refresh()
        lines.filtered("counted_at")._refuse_corrected()
        recount = lines.filtered(lambda line: line.state == "recount")
        if recount:
            raise UserError(
                self.env._(
                    "%(count)s lines of %(plan)s are too far off: somebody else has to"
                    " count them again, first %(product)s in %(place)s.",
                    count=len(recount),
                    plan=self.name,
                    product=recount[0].product_id.display_name,
                    place=recount[0].location_id.display_name,
                )
            )

    def _post(self):
        """One document for what is missing, one for what is too much."""
        self.ensure_one()
        self.company_id._jxc_make_stocktake_places()
        lines = self.line_ids.filtered(lambda line: line.counted_at)
        lines = lines.filtered(lambda line: not line.uom_id.is_zero(line.difference))
        self.write({"state": "posted", "posted_at": fields.Datetime.now()})
        for kind in PLACES:
            found = lines.filtered(
                lambda line, sign=kind == "loss": (line.difference < 0) == sign
            )
            if found:
                document = self.env["jxc.stock.adjustment"]._make(self, kind)
                document._move([line._move_values(kind) for line in found])

    def action_adjustments(self):
        """The documents that posting made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "jxc.stock.adjustment",
            "view_mode": "list,form",
            "domain": [("stocktake_id", "=", self.id)],
            "name": self.env._("Losses and Gains"),
        }

    def action_variance(self):
        """The lines with a difference."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_stocktake.jxc_stocktake_line_action"
        )
        return action | {"domain": [("stocktake_id", "=", self.id)]}

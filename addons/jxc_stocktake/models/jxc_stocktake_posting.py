from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from .res_company import PLACES

COST = "jxc_base.group_jxc_cost_viewer"
MANAGER = "stock.group_stock_manager"
TO_DO = "jxc_stocktake.mail_activity_type_review"
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
    may_decide = fields.Boolean(compute="_compute_may_post")
    may_post = fields.Boolean(
        compute="_compute_may_post",
        help="Who counts does not decide alone: a stock manager does, or the approval.",
    )

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

    @api.depends("company_id.jxc_stocktake_keeper_posts", "jxc_approval_state")
    @api.depends_context("uid")
    def _compute_may_post(self):
        for plan in self:
            plan.may_decide = plan._may_decide()
            plan.may_post = plan.may_decide or plan.jxc_approval_state != "none"

    def _may_decide(self):
        """Whether the user decides about what was counted, without being asked."""
        return (
            self.env.su
            or self.env.user.has_group(MANAGER)
            or all(self.sudo().company_id.mapped("jxc_stocktake_keeper_posts"))
        )

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
        # Two plans may have counted the same place: one after the other. And who ships
        # the goods meanwhile would make us start over, and over.
        lock = self.env["jxc.lock"]
        keys = {f"stocktake-of:{house}" for house in self.warehouse_id.ids}
        keys |= self._goods_to_correct()
        lock.wait_turn(keys | {f"stocktake:{plan.id}" for plan in self})
        self.sudo()._lock()
        lock.acquire(keys)
        self.invalidate_recordset()
        self._expect("review")
        for plan in self:
            plan._check_ready()
            plan._check_decider()
        waiting = self.filtered(lambda plan: plan.jxc_approval_state in WAITING)
        if waiting:
            return waiting.action_jxc_submit()
        for plan in self.sudo():
            plan._post()
        self._close_to_dos()
        return True

    def _goods_to_correct(self):
        """The keys of ``jxc.lock`` for the goods that were found to be wrong."""
        lines = self.sudo().line_ids
        return {
            f"promise:{line.product_id.id}:{line.stocktake_id.warehouse_id.id}"
            for line in lines.filtered(lambda line: line.counted_at and line.difference)
        }

    def _check_decider(self):
        """Who counts does not decide alone, unless the company says so."""
        if not self.may_post:
            raise UserError(
                self.env._(
                    "A stock manager posts %(plan)s: press Ask for Review. (The"
                    " settings can allow keepers to post themselves.)",
                    plan=self.name,
                )
            )

    def action_ask(self):
        """Ask the stock managers to review and post: a to-do for each."""
        self._take_up("counting", "review")
        group = self.env.ref(MANAGER).sudo()
        for plan in self.sudo():
            managers = group.all_user_ids.filtered(
                lambda user, plan=plan: (
                    not user.share and plan.company_id in user.company_ids
                )
            )
            asked = plan.activity_ids.filtered(
                lambda to_do: to_do.activity_type_id == self.env.ref(TO_DO)
            )
            for user in managers - asked.user_id:
                plan.activity_schedule(
                    TO_DO,
                    user_id=user.id,
                    summary=self.env._("Review and post %(plan)s", plan=plan.name),
                )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The stock managers have a to-do now."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _close_to_dos(self):
        self.sudo().activity_feedback([TO_DO])

    def _check_ready(self):
        lines = self.sudo().line_ids
        # What others posted while it was counted is in the books now.
        lines.filtered("counted_at")._refresh_before_posting()
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

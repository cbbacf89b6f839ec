from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .jxc_stock_abc import CLASSES

OPEN = ("draft", "counting", "review")


class JxcStocktakeCycle(models.Model):
    """循环盘点: goods are counted in turn, so many lines a day, the oldest first."""

    _name = "jxc.stocktake.cycle"
    _description = "Cycle Count"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        check_company=True,
        default=lambda self: self.env.user._get_default_warehouse_id(),
    )
    abc_class = fields.Selection(CLASSES, "ABC Class", help="Empty: all goods.")
    every_days = fields.Integer(
        "Count Every … Days",
        default=30,
        required=True,
        help="What was counted less than so many days ago is not due.",
    )
    max_lines = fields.Integer(
        "Lines at Most", default=50, required=True, help="In one stock-take."
    )
    interval = fields.Integer("A Stock-Take Every … Days", default=1, required=True)
    next_date = fields.Date("Next On", required=True, default=fields.Date.context_today)
    user_ids = fields.Many2many(
        "res.users", string="Counters", help="Empty: every keeper."
    )
    blind = fields.Boolean("Blind Count", default=True)
    tolerance_percent = fields.Float("Tolerance in %", default=2.0)
    tolerance_value = fields.Monetary("Tolerance in Value")
    stocktake_ids = fields.One2many("jxc.stocktake", "cycle_id", "Stock-Takes")
    due_count = fields.Integer("Due Now", compute="_compute_due_count")

    _every_days_positive = models.Constraint(
        "CHECK(every_days > 0 AND interval > 0 AND max_lines > 0)",
        "Days and lines of a cycle count are one or more.",
    )

    def _compute_due_count(self):
        for cycle in self:
            cycle.due_count = len(cycle._due_quants()) if cycle._origin else 0

    def _due_quants(self, limit=None):
        """What is due, the longest ago first; never counted comes before all."""
        self.ensure_one()
        plans = self.env["jxc.stocktake"]
        places = plans._inside(self.warehouse_id)
        domain = plans._goods_domain(places, self.company_id)
        if self.abc_class:
            domain &= plans._class_domain(self.abc_class, self.company_id)
        quants = self.env["stock.quant"].sudo()
        quants.flush_model()
        self.env["jxc.stocktake.line"].flush_model()
        before = fields.Datetime.now() - timedelta(days=self.every_days)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT q.id FROM stock_quant q
                  JOIN stock_location p ON p.id = q.location_id
                  LEFT JOIN (
                      SELECT l.product_id, l.location_id, l.lot_id,
                             max(l.counted_at) AS at
                        FROM jxc_stocktake_line l
                        JOIN jxc_stocktake s ON s.id = l.stocktake_id
                       WHERE l.company_id = %s AND s.state = 'posted'
                       GROUP BY l.product_id, l.location_id, l.lot_id
                  ) last ON last.product_id = q.product_id
                        AND last.location_id = q.location_id
                        AND last.lot_id IS NOT DISTINCT FROM q.lot_id
                 WHERE q.id IN %s AND q.quantity <> 0
                   AND (last.at IS NULL OR last.at < %s)
                 ORDER BY last.at NULLS FIRST, p.complete_name, q.product_id, q.id
                 LIMIT %s
                """,
                self.company_id.id,
                quants._search(domain).subselect(),
                before,
                limit,
            )
        )
        return quants.browse([quant_id for (quant_id,) in rows])

    def action_make(self):
        """Make today's stock-take now, and open it."""
        self.ensure_one()
        self.check_access("write")
        plan = self._make()
        if not plan:
            raise UserError(
                self.env._(
                    "%(cycle)s: nothing is due, or its last stock-take is still open."
                    " Finish that one first.",
                    cycle=self.name,
                )
            )
        return plan._open()

    def action_plans(self):
        """The stock-takes that were made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_stocktake.jxc_stocktake_action"
        )
        return action | {"domain": [("cycle_id", "=", self.id)], "context": {}}

    def _make(self):
        """The next stock-take, if one is due and the last one is done with."""
        self.ensure_one()
        self.env["jxc.lock"].acquire([f"stocktake-cycle:{self.id}"])
        self.invalidate_recordset()
        plans = self.env["jxc.stocktake"].sudo().with_company(self.company_id)
        if self.stocktake_ids.sudo().filtered(lambda plan: plan.state in OPEN):
            return plans
        today = fields.Date.context_today(self)
        plan = plans
        if self._due_quants(limit=1):
            plan = plans.create(self._plan_values(today))
            plan.action_start()
        self.sudo().next_date = today + timedelta(days=self.interval)
        return plan.with_env(self.env)

    def _plan_values(self, today):
        self.ensure_one()
        return {
            "cycle_id": self.id,
            "scope": "cycle",
            "company_id": self.company_id.id,
            "warehouse_id": self.warehouse_id.id,
            "date": today,
            "blind": self.blind,
            "tolerance_percent": self.tolerance_percent,
            "tolerance_value": self.tolerance_value,
            "counter_ids": [
                Command.create({"user_id": user.id}) for user in self.user_ids
            ],
        }

    @api.model
    def _cron_make(self):
        """Each morning: one stock-take for each cycle that is due."""
        today = fields.Date.context_today(self)
        cycles = self.search([("next_date", "<=", today)])
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(cycles))
        for cycle in cycles:
            company = cycle.company_id
            # Without a language the log of the plan would be half English.
            speaking = cycle.with_context(lang=company.partner_id.lang)
            speaking.with_company(company)._make()
            if not cron._commit_progress(1):
                break

from odoo import api, fields, models
from odoo.tools import SQL

from ..report_sql import turnover
from .jxc_cost_sheet import period_of, today_of

CONTEXT = ("jxc_from", "jxc_to", "jxc_daily")


def _amount(label, **values):
    return fields.Monetary(label, readonly=True, depends_context=CONTEXT, **values)


class JxcCostTurnover(models.Model):
    """周转: what was issued in a period, and how much stock that took (T6).

    Cost of goods issued is what went out by issues of all kinds, less what customers
    sent back; the average stock is the middle of opening and closing amount, or with
    ``jxc_daily`` the mean of the amounts at the end of each day.
    """

    _name = "jxc.cost.turnover"
    _description = "Turnover of Stock"
    _auto = False
    _order = "idle_days desc, id"
    _rec_name = "product_id"
    _depends = {
        "jxc.cost.row": [
            "company_id",
            "product_id",
            "date",
            "kind",
            "quantity",
            "amount",
        ],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    opening = _amount("Opening Amount")
    closing = _amount("Closing Amount")
    quantity = fields.Float(
        "Closing Quantity",
        digits="Product Unit",
        readonly=True,
        depends_context=CONTEXT,
    )
    issued = fields.Float(digits="Product Unit", readonly=True, depends_context=CONTEXT)
    cost = _amount("Cost of Goods Issued")
    average = _amount("Average Stock")
    turnover = fields.Float(
        "Times Turned Over",
        digits=(16, 2),
        readonly=True,
        aggregator="avg",
        depends_context=CONTEXT,
        help="Cost of goods issued ÷ average stock, in the period.",
    )
    days = fields.Float(
        "Days of Turnover",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        depends_context=CONTEXT,
        help="Days of the period × average stock ÷ cost of goods issued.",
    )
    last_issue = fields.Date(readonly=True, depends_context=CONTEXT)
    idle_since = fields.Date(
        readonly=True,
        depends_context=CONTEXT,
        help="The last issue; or when goods came in after there were none.",
    )
    idle_days = fields.Integer(
        "Days without an Issue",
        readonly=True,
        aggregator="max",
        depends_context=CONTEXT,
    )

    @property
    def _table_query(self):
        first, last = self._jxc_period()
        return turnover(first, last, bool(self.env.context.get("jxc_daily")))

    @api.model
    def _jxc_period(self):
        """From the context; this month without one."""
        today = today_of(self.env)
        first, last = period_of(self.env)
        return first or (last or today).replace(day=1), last or today

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        # Of a group it is that of the sums, not the mean of its rows.
        days = SQL("%s", self._jxc_days())
        if aggregate_spec not in ("turnover:avg", "days:avg"):
            return super()._read_group_select(aggregate_spec, query)
        cost, average = (
            SQL("SUM(%s)", self._field_to_sql(self._table, name, query))
            for name in ("cost", "average")
        )
        if aggregate_spec == "turnover:avg":
            return SQL("%s / NULLIF(%s, 0)", cost, average)
        # More came back than went out: no number of days says that.
        return SQL("%s * %s / NULLIF(GREATEST(%s, 0), 0)", days, average, cost)

    @api.model
    def _jxc_days(self):
        first, last = self._jxc_period()
        return (last - first).days + 1

    @api.readonly
    def action_jxc_ledger(self):
        """The movements that the figures of this row are made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        first, last = (fields.Date.to_string(day) for day in self._jxc_period())
        title = f"{action['display_name']} {self.product_id.display_name}"
        domain = [
            ("product_id", "=", self.product_id.id),
            ("company_id", "=", self.company_id.id),
            ("date", ">=", first),
            ("date", "<=", last),
        ]
        return {**action, "display_name": title, "domain": domain, "context": {}}

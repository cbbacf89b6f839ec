from odoo import api, fields, models
from odoo.tools import SQL

from .. import sql_score

#: The shares that make the score; what goes back counts against it.
SHARES = ("punctual", "quality", "quantity", "returns", "price")
#: What is NULL, and no zero, where there are no figures of it.
RATES = (
    "punctual",
    "days_late",
    "quantity",
    "quality",
    "return_rate",
    "price_trend",
    "price",
    "score",
)


class JxcVendorScore(models.Model):
    """How well vendors keep what they promise: one row per order line (T6).

    A group shows the means of its lines, each line counting the same, and the score of
    these means.
    """

    _name = "jxc.vendor.score"
    _description = "Vendor Scorecard"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_line_id"
    _depends = {
        "purchase.order": ["state", "date_approve", "currency_rate", "partner_id"],
        "purchase.order.line": [
            "product_qty",
            "price_subtotal",
            "qty_received",
            "jxc_closed_on",
            "jxc_date_promised",
            "jxc_date_confirmed",
        ],
        "stock.move": ["state", "quantity", "date", "purchase_line_id"],
        "jxc.inspection": ["state", "rework_of_id", "skipped"],
        "jxc.inspection.line": ["received", "accepted", "conceded", "move_id"],
        "res.company": [f"jxc_score_{name}" for name in SHARES],
    }

    order_line_id = fields.Many2one("purchase.order.line", "Order Line", readonly=True)
    order_id = fields.Many2one("purchase.order", "Order", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Vendor", readonly=True)
    user_id = fields.Many2one("res.users", "Buyer", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    date = fields.Date("First Promised", readonly=True)
    confirmed = fields.Date(
        "Confirmed by Vendor",
        readonly=True,
        help="The arrival that the vendor confirmed last. Punctuality is measured by"
        " what was promised first.",
    )
    lines = fields.Integer("Order Lines", readonly=True)
    late = fields.Integer("Late Lines", readonly=True)
    rejects = fields.Integer("Lines with Rejects", readonly=True)
    due = fields.Integer("Lines Due", readonly=True)
    inspected = fields.Integer("Lines Inspected", readonly=True)
    came = fields.Integer("Lines Received", readonly=True)
    compared = fields.Integer("Lines with a Price Before", readonly=True)
    scored = fields.Integer("Lines with a Score", readonly=True)
    ordered = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    received = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    returned = fields.Float(readonly=True, digits="Product Unit", aggregator=None)
    amount = fields.Monetary(readonly=True, help="Ordered, in the company's currency.")
    punctual = fields.Float(
        "On Time",
        readonly=True,
        aggregator="avg",
        help="Lines that had come in full on the first promised day. Lines that are not"
        " due yet do not count.",
    )
    days_late = fields.Float(readonly=True, aggregator="avg", help="Of the late lines.")
    quantity = fields.Float(
        "Quantity Kept",
        readonly=True,
        aggregator="avg",
        help="Received of what was ordered. What was closed short counts as not kept.",
    )
    quality = fields.Float(
        "Quality Rate",
        readonly=True,
        aggregator="avg",
        help="Accepted of what was inspected, at the first inspection. What was"
        " accepted by concession does not conform.",
    )
    return_rate = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Returned to the vendor of what was received.",
    )
    price_trend = fields.Float(
        readonly=True,
        aggregator="avg",
        help="Against the average price of the 12 months before, of all vendors.",
    )
    price = fields.Float(
        "Price Kept",
        readonly=True,
        aggregator="avg",
        help="100 % at the average of the 12 months before or below, less above it.",
    )
    score = fields.Float(
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Of 100, by the weights in the settings; what there are no figures of does"
        " not count.",
    )
    weight_punctual = fields.Integer(
        "Weight of Punctuality", readonly=True, aggregator=None
    )
    weight_quality = fields.Integer("Weight of Quality", readonly=True, aggregator=None)
    weight_quantity = fields.Integer(
        "Weight of Quantity", readonly=True, aggregator=None
    )
    weight_returns = fields.Integer("Weight of Returns", readonly=True, aggregator=None)
    weight_price = fields.Integer("Weight of Price", readonly=True, aggregator=None)

    @property
    def _table_query(self):
        columns = [
            (self._jxc_share(name, SQL("r")), SQL.identifier("r", f"weight_{name}"))
            for name in SHARES
        ]
        return SQL(
            "SELECT s.*, (s.score IS NOT NULL)::int AS scored"
            "  FROM (SELECT r.*, %s AS score FROM (%s) r) s",
            sql_score.score(columns),
            sql_score.rates(self.env.user.tz or "UTC"),
        )

    def _jxc_share(self, name, row):
        if name == "returns":
            return SQL("(1 - %s.return_rate)", row)
        return SQL("%s.%s", row, SQL.identifier(name))

    def _read_group_select(self, aggregate_spec, query):
        """The score of a group is that of its means, not the mean of the scores."""
        if aggregate_spec != "score:avg":
            return super()._read_group_select(aggregate_spec, query)
        row = SQL.identifier(self._table)
        return sql_score.score(
            [
                (
                    SQL("AVG(%s)", self._jxc_share(name, row)),
                    SQL("AVG(%s.%s)", row, SQL.identifier(f"weight_{name}")),
                )
                for name in SHARES
            ]
        )

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        """The groups of a list; where there are no figures, the cell is empty."""
        result = super().web_read_group(*args, **kwargs)
        self._jxc_drop_unknown(result["groups"])
        return result

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, *args, **kwargs):
        """The cells of a pivot, likewise."""
        result = super().formatted_read_grouping_sets(*args, **kwargs)
        for groups in result:
            self._jxc_drop_unknown(groups)
        return result

    def _jxc_drop_unknown(self, groups):
        """The client shows a percentage of nothing as 0 %, and what is not given not
        at all."""
        for group in groups:
            for name in RATES:
                if group.get(f"{name}:avg", 0) is False:
                    del group[f"{name}:avg"]
            self._jxc_drop_unknown(group.get("__groups", {}).get("groups", ()))

    def action_jxc_open_order(self):
        """From a line of the scorecard to its order."""
        self.ensure_one()
        return self.order_id.get_formview_action()

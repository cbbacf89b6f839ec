from odoo import api, fields, models

from odoo.addons.jxc_costing.models.jxc_cost_row import PLACES

from ..report_sql import layers
from .jxc_cost_sheet import day_of, today_of

CONTEXT = ("jxc_at",)


class JxcCostLayer(models.Model):
    """库龄: what was there on a day, by the receipt that it came with.

    A row per receipt of which something is left, in the scopes that the ledger keeps
    apart; what is left of a product is what came in last, whatever its method. The day
    comes with the context, ``jxc_at``; without it it is today. The amounts add up to
    the ledger's. Whoever reads the model may see costs (its access rights say so).
    """

    _name = "jxc.cost.layer"
    _description = "Ageing of Stock"
    _auto = False
    _order = "date, id"
    _rec_name = "product_id"
    _depends = {
        "jxc.cost.row": [
            "company_id",
            "product_id",
            "date",
            "kind",
            "quantity",
            "amount",
            "origin_id",
            "scope",
        ],
        "jxc.cost.age": ["company_id", "days_from"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    place = fields.Selection(PLACES, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot", readonly=True)
    row_id = fields.Many2one("jxc.cost.row", "Receipt", readonly=True)
    reference = fields.Char(related="row_id.reference")
    date = fields.Date("Came in On", readonly=True, depends_context=CONTEXT)
    days = fields.Integer(
        readonly=True, aggregator="max", depends_context=CONTEXT, help="Since it came."
    )
    age_id = fields.Many2one(
        "jxc.cost.age", "Age", readonly=True, depends_context=CONTEXT
    )
    quantity = fields.Float(
        digits="Product Unit", readonly=True, depends_context=CONTEXT
    )
    amount = fields.Monetary(readonly=True, depends_context=CONTEXT)

    @property
    def _table_query(self):
        return layers(self._jxc_at())

    @api.model
    def _jxc_at(self):
        return day_of(self.env, "jxc_at") or today_of(self.env)

    @api.readonly
    def action_jxc_ledger(self):
        """The ledger of the product, up to the day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        title = f"{action['display_name']} {self.product_id.display_name}"
        domain = [
            ("product_id", "=", self.product_id.id),
            ("company_id", "=", self.company_id.id),
            ("place", "=", self.place),
            ("warehouse_id", "=", self.warehouse_id.id),
            ("lot_id", "=", self.lot_id.id),
            ("date", "<=", fields.Date.to_string(self._jxc_at())),
        ]
        return {**action, "display_name": title, "domain": domain, "context": {}}

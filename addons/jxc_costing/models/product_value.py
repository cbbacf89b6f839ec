from collections import defaultdict

from odoo import api, fields, models

from .jxc_cost_mixin import COST_GROUP


class ProductValue(models.Model):
    _name = "product.value"
    _inherit = ["product.value", "jxc.cost.mixin"]

    value = fields.Monetary(groups=COST_GROUP)
    description = fields.Char(groups=COST_GROUP)
    current_value = fields.Monetary(groups=COST_GROUP)
    current_value_details = fields.Char(groups=COST_GROUP)
    current_value_description = fields.Text(groups=COST_GROUP)
    computed_value_description = fields.Text(groups=COST_GROUP)

    # The ledger's own notes: what stands in them is worth money.
    jxc_price = fields.Float(
        "Cost of a Unit",
        digits=(16, 10),
        groups=fields.NO_ACCESS,
        readonly=True,
        help="The new cost with all its digits; the value is rounded to cents.",
    )
    jxc_cost_place = fields.Integer(
        "Place in the Cost Ledger", groups=fields.NO_ACCESS, copy=False, readonly=True
    )
    jxc_start = fields.Boolean(
        "What the Product Began With", groups=fields.NO_ACCESS, readonly=True
    )

    # The prices of a product, which every posting asks for.
    _jxc_prices_idx = models.Index(
        "(product_id, company_id) WHERE move_id IS NULL AND lot_id IS NULL"
    )

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        for value, vals in zip(values.sudo(), vals_list, strict=True):
            if not value.move_id:
                value.jxc_price = vals.get("value")
        values._jxc_restate_since(values._jxc_moments())
        return values

    def write(self, vals):
        if not {"value", "date"} & vals.keys():
            return super().write(vals)
        before = {value: value.date for value in self}
        result = super().write(vals)
        if "value" in vals:
            self.sudo().jxc_price = vals["value"]
        self._jxc_restate(before)
        return result

    def unlink(self):
        moves, moments = self.move_id, self._jxc_moments()
        result = super().unlink()
        moves._set_value()
        self._jxc_restate_since(moments)
        return result

    def _jxc_restate(self, before=None):
        """A new cost of a product changes its ledger from that moment on."""
        self.move_id._set_value()
        self._jxc_restate_since(self._jxc_moments(before))

    def _jxc_moments(self, before=None):
        """{company: {product: moment}}"""
        moments = defaultdict(dict)
        for value in self:
            product = value.product_id
            by_lot = product and product.sudo()._jxc_by_lot(value.company_id)
            if product and not value.move_id and (by_lot or not value.lot_id):
                since = min(value.date, (before or {}).get(value, value.date))
                mine = moments[value.company_id]
                mine[value.product_id] = min(since, mine.get(value.product_id, since))
        return moments

    def _jxc_restate_since(self, moments):
        costing = self.env["jxc.cost.ledger"]
        for company, products in moments.items():
            costing.restate(company, costing.with_rows(company, products))

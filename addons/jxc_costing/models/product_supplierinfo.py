from odoo import fields, models

PRICE_GROUPS = "jxc_base.group_jxc_purchase_buyer,jxc_base.group_jxc_cost_viewer"


class ProductSupplierinfo(models.Model):
    """Everybody reads who supplies a product and how fast; the price is for buyers."""

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "jxc.cost.mixin"]
    # The host sorts by price in last place, which others may not even compare.
    _order = "sequence, min_qty DESC, id"

    price = fields.Float(groups=PRICE_GROUPS)
    price_discounted = fields.Float(groups=PRICE_GROUPS)
    discount = fields.Float(groups=PRICE_GROUPS)

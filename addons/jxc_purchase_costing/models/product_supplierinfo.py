from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP

#: Buyers, by the host's group and by JXC's role.
PRICE_GROUPS = ",".join(
    ("purchase.group_purchase_user", "jxc_base.group_jxc_purchase_buyer", COST_GROUP)
)


def sees_prices(env):
    return env.su or env.user.has_groups(PRICE_GROUPS)


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    price = fields.Float(groups=PRICE_GROUPS)
    price_discounted = fields.Float(groups=PRICE_GROUPS)
    discount = fields.Float(groups=PRICE_GROUPS)

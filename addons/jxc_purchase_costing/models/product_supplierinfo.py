from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP

#: Buyers, by the host's group and by JXC's role.
PRICE_GROUPS = ",".join(
    ("purchase.group_purchase_user", "jxc_base.group_jxc_purchase_buyer", COST_GROUP)
)


#: Of an order besides the vendor himself, in his portal: the host's rules show him no
#: orders but his own.
ORDER_PRICE_GROUPS = f"{PRICE_GROUPS},base.group_portal"


def sees_prices(env):
    return env.su or env.user.has_groups(ORDER_PRICE_GROUPS)


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    price = fields.Float(groups=PRICE_GROUPS)
    price_discounted = fields.Float(groups=PRICE_GROUPS)
    discount = fields.Float(groups=PRICE_GROUPS)

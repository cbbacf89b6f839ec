from decimal import Decimal

from odoo import fields, models

from ..logic.vendor_choice import Freight
from ..market import exact
from .product_supplierinfo import BUYERS

FREIGHT_BY = [
    ("percent", "% of the Amount"),
    ("unit", "Per Unit"),
    ("order", "Per Order"),
]


class ProductSupplierinfo(models.Model):
    """What it costs to have the goods brought, beside their price (P3)."""

    _inherit = "product.supplierinfo"

    jxc_freight_by = fields.Selection(
        [("vendor", "As Set on the Vendor"), *FREIGHT_BY],
        "Freight Is",
        default="vendor",
        required=True,
        copy=False,
        groups=BUYERS,
        help="In the currency and the unit of the price. It is compared when a vendor"
        " is proposed; it is not part of the order.",
    )
    jxc_freight = fields.Float(
        "Freight", digits="Product Price", copy=False, groups=BUYERS
    )

    _jxc_freight_positive = models.Constraint(
        "CHECK (jxc_freight >= 0)", "A freight is not less than zero."
    )

    def _jxc_freight_terms(self, rate, size):
        """:return: the freight in the company's currency and the product's unit; None
            where there is none

        :param rate: what one of the line's currency is in that of the company
        :param size: how many units of the product one of the line is
        """
        owner = self
        if self.jxc_freight_by == "vendor":
            owner = self.partner_id.commercial_partner_id
        if not owner.jxc_freight:
            return None
        freight = exact(owner.jxc_freight)
        if owner.jxc_freight_by == "percent":
            return Freight(share=freight / Decimal(100))
        if owner.jxc_freight_by == "unit":
            return Freight(unit=freight * rate / size)
        return Freight(order=freight * rate)

from odoo import fields, models
from odoo.tools import SQL

from .. import sql_need
from .product_supplierinfo import BUYERS
from .product_supplierinfo_freight import FREIGHT_BY
from .res_partner import YEAR


class ResPartner(models.Model):
    """What is known of a vendor beside his prices, when one is proposed (P3)."""

    _inherit = "res.partner"

    jxc_freight_by = fields.Selection(
        FREIGHT_BY,
        "Freight Is",
        default="percent",
        copy=False,
        groups=BUYERS,
        help="In the currency and the unit of each price. It is compared when a vendor"
        " is proposed; it is not part of the order.",
    )
    jxc_freight = fields.Float(
        "Freight",
        digits="Product Price",
        copy=False,
        groups=BUYERS,
        help="Of all of the vendor's prices that have none of their own.",
    )

    _jxc_freight_positive = models.Constraint(
        "CHECK (jxc_freight >= 0)", "A freight is not less than zero."
    )

    def _jxc_quality(self, company):
        """How much of what vendors sent was accepted, by one statement.

        :return: ``{commercial partner id: share}`` of the last 12 months, each
            inspected line counting the same; of whom nothing was inspected is not in it
        """
        for model in ("jxc.inspection", "jxc.inspection.line", "stock.move"):
            self.env[model].flush_model()
        good, counts = self._jxc_quality_terms()
        query = sql_need.quality(
            since=fields.Datetime.now() - YEAR,
            company=company.id,
            vendors=self.commercial_partner_id.ids,
            good=good,
            counts=counts,
        )
        return dict(self.env.execute_query(query))

    def _jxc_quality_terms(self):
        """:return: SQL of what conforms of an inspection line ``l``, and of whether its
        inspection ``i`` counts
        """
        return SQL("l.accepted"), SQL("TRUE")

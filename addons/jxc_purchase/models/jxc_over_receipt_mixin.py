from decimal import Decimal

from odoo import fields, models


class JxcOverReceiptMixin(models.AbstractModel):
    """For what may have a tolerance of its own: products and vendors (P6)."""

    _name = "jxc.over.receipt.mixin"
    _description = "Over-Receipt Tolerance"

    jxc_over_receipt_own = fields.Boolean(
        "Own Over-Receipt Tolerance",
        help="The product's tolerance comes before the vendor's, and both before the"
        " company's.",
    )
    jxc_over_receipt_percent = fields.Float(
        "Over-Receipt Tolerance (%)",
        digits=(16, 2),
        help="How much more than ordered may be received, over all receipts of an"
        " order line.",
    )

    _jxc_over_receipt_percent_positive = models.Constraint(
        "CHECK (jxc_over_receipt_percent >= 0)",
        "A tolerance is not less than zero.",
    )

    def _jxc_over_receipt(self):
        """The percentage that was set here, None where none was."""
        self.ensure_one()
        if not self.jxc_over_receipt_own:
            return None
        return Decimal(str(self.jxc_over_receipt_percent))

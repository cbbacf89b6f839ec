from odoo.addons.jxc_purchase.tests.common import PurchaseCase


class PayableCase(PurchaseCase):
    """The verbs of an accountant who pays vendors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_billing = "receipt"

    def _lines(self, bill):
        return [
            (line.product_id, line.quantity, line.price_subtotal)
            for line in bill.invoice_line_ids
            if line.display_type == "product"
        ]

from odoo import models

from .product_supplierinfo import sees_prices


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """The order's PDF shows its prices to everybody who may read the order."""
        if operation == "read" and not sees_prices(self.env):
            model_and_ids = dict(model_and_ids)
            for order_id in model_and_ids.pop("purchase.order", ()):
                yield "purchase.order", order_id
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)

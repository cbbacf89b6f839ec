from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _jxc_invoice_one(self):
        """Nothing yet, while all that is to be invoiced waits for its proof.

        Without this, freight would go out alone, and an advance would come back as a
        credit note, because the goods beside them count as nothing.
        """
        lines = self.order_line
        goods = lines.filtered(lambda line: line.qty_delivered_method == "stock_move")
        if any(goods._jxc_held().values()) and not any(
            line.product_uom_id.compare(line.qty_to_invoice, 0.0) for line in goods
        ):
            return self.env["account.move"]
        return super()._jxc_invoice_one()

    def _jxc_is_complete(self):
        return super()._jxc_is_complete() and not any(
            self.order_line._jxc_held().values()
        )

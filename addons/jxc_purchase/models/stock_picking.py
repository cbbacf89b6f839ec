from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """With the goods come the inspection and the vendor's bill (P7–P9).

        Who receives has no rights in purchase or accounting: the narrow sudo is for
        these two documents, whose content follows from the receipt alone.
        """
        orders = self.sudo().move_ids.purchase_line_id.order_id
        self.env["jxc.lock"].acquire(orders._jxc_bill_keys())
        res = super()._action_done()
        done = self.sudo().filtered(lambda picking: picking.state == "done")
        self.env["jxc.inspection"].sudo()._open_for(done)
        done.move_ids.purchase_line_id.order_id._jxc_bill_accepted()
        return res

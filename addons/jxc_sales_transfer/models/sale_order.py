from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        """What has been promised from the shelf needs not be moved there."""
        result = super().action_confirm()
        self.filtered(lambda order: order.state == "sale")._jxc_drop_requests()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._jxc_drop_requests()
        return result

    def _jxc_drop_requests(self):
        """Take what nobody has confirmed yet off the transfers."""
        lines = self.sudo().order_line.jxc_transfer_line_ids
        lines = lines.filtered(lambda line: line.transfer_id.phase == "draft")
        transfers = lines.transfer_id
        lines.unlink()
        transfers.filtered(lambda transfer: not transfer.line_ids).unlink()

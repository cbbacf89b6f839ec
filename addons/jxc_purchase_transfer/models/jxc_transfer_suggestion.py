from odoo import models


class JxcTransferSuggestion(models.Model):
    _inherit = "jxc.transfer.suggestion"

    def action_jxc_refuse(self):
        """What is not to be moved is bought."""
        pairs = [
            (one.product_id.id, one.dest_warehouse_id.id)
            for one in self.filtered(lambda s: s.state == "open")
        ]
        result = super().action_jxc_refuse()
        self.env["jxc.purchase.suggestion"].sudo()._suggest(pairs)
        return result

from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.depends("type")
    def _compute_invoice_policy(self):
        res = super()._compute_invoice_policy()
        # The receivable follows the shipment, so goods are invoiced by it.
        self.filtered(lambda p: p.type == "consu").invoice_policy = "delivery"
        return res

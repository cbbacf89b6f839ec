from odoo import models


class JxcPurchaseSuggestion(models.Model):
    """Who waits for what was suggested (V2); who knows of orders says so."""

    _inherit = "jxc.purchase.suggestion"

    def _jxc_waiting(self):
        """:return: documents of customers, with a name and a partner"""
        return self.browse()

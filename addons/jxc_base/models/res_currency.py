from odoo import models

from ..logic import rmb


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _jxc_in_words(self, amount):
        """The amount as documents spell it out, with the currency; "" for others
        than the yuan, whose words have no official form here."""
        self.ensure_one()
        words = rmb.in_words(amount) if self.name == "CNY" else ""
        return f"人民币{words}" if words else ""

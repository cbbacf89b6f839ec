from odoo import models
from odoo.exceptions import AccessError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def button_validate(self):
        """Goods are moved by the people of the warehouse (F2): the host lets buyers
        and salespeople write transfers, and so receive and ship what they ordered."""
        if not self.env.su and not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._(
                    "%(names)s: goods are received and shipped by the warehouse. Ask"
                    " a keeper to validate it.",
                    names=", ".join(self.mapped("name")),
                )
            )
        return super().button_validate()

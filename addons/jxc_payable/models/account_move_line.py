from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _jxc_as_ordered(self, line):
        """Whether this bill line is still as the order line would be billed now."""
        self.ensure_one()
        return (
            self.product_uom_id == line.product_uom_id
            and self.currency_id == line.currency_id
            and self.price_unit == line.price_unit
            and self.discount == line.discount
            and self.tax_ids == line.tax_ids
        )

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _jxc_is_the_same(self, values):
        """Whether these values of a new line say the same goods at the same price."""
        self.ensure_one()
        if "product" != self.display_type or values.get("is_downpayment"):
            return False
        if values.get("display_type", "product") != "product":
            return False
        currency = self.currency_id
        return (
            self.sale_line_ids.ids == [link[1] for link in values["sale_line_ids"]]
            and self.product_uom_id.id == values["product_uom_id"]
            and self.tax_ids.ids == values["tax_ids"][0][2]
            and self.discount == values["discount"]
            and not currency.compare_amounts(self.price_unit, values["price_unit"])
        )

    def _jxc_take_off(self, quantity, unit):
        """What comes back before these drafts are posted was never sold.

        :return: how much of ``quantity`` is not in these lines.
        """
        for line in self:
            there = line.product_uom_id._compute_quantity(
                line.quantity, unit, round=False
            )
            taken = min(there, quantity)
            quantity -= taken
            if unit.compare(there, taken) > 0:
                line.quantity = unit._compute_quantity(
                    there - taken, line.product_uom_id, round=False
                )
                break
            line.unlink()
        return quantity

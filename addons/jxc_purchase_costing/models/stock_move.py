from odoo import fields, models

from .product_supplierinfo import PRICE_GROUPS


class StockMove(models.Model):
    _inherit = "stock.move"

    price_unit = fields.Float(groups=PRICE_GROUPS)

    def _get_value_from_account_move(self, quantity, at_date=None):
        # The host leaves out the tax that cannot be deducted (普票), which the order's
        # price has and the bill books on the goods.
        found = super()._get_value_from_account_move(quantity, at_date)
        if not found["quantity"]:
            return found
        until = fields.Date.to_date(at_date) if at_date else None
        net = gross = 0
        for line in self.purchase_line_id.invoice_lines:
            bill = line.move_id
            if bill.state != "posted" or (until and line.date > until):
                continue
            sign = {"in_invoice": 1, "in_refund": -1}.get(line.move_type, 0)
            taxes = line.tax_ids.compute_all(
                line.price_unit * (1 - line.discount / 100),
                currency=line.currency_id,
                quantity=line.quantity,
                product=line.product_id,
                partner=line.partner_id,
                rounding_method="round_globally",
            )
            net += sign * taxes["total_excluded"]
            gross += sign * taxes["total_void"]
        if net:
            found["value"] *= gross / net
        return found

from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import with_costs

from .product_supplierinfo import PRICE_GROUPS


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "jxc.cost.mixin"]

    discount = fields.Float(groups=PRICE_GROUPS)
    price_unit = fields.Float(groups=PRICE_GROUPS)
    price_unit_product_uom = fields.Float(groups=PRICE_GROUPS)
    price_unit_discounted = fields.Float(groups=PRICE_GROUPS)
    price_subtotal = fields.Monetary(groups=PRICE_GROUPS)
    price_total = fields.Monetary(groups=PRICE_GROUPS)
    price_tax = fields.Float(groups=PRICE_GROUPS)
    amount_to_invoice_at_date = fields.Float(groups=PRICE_GROUPS)
    invoice_lines = fields.One2many(groups=PRICE_GROUPS)
    technical_price_unit = fields.Float(groups=PRICE_GROUPS)

    def write(self, vals):
        result = super().write(vals)
        if {"price_unit", "product_qty", "discount"} & vals.keys():
            # The host values what came in, not what passed by 直运, and for a new
            # discount nothing.
            moves = with_costs(self.sudo().move_ids)
            came = moves.filtered("is_in") if "discount" in vals else moves.browse()
            (came | moves.filtered("is_dropship"))._set_value()
        return result

    def _jxc_billed(self, move, at_date=None):
        """What is billed, less what is credited, until a day.

        :param move: of the goods, and of the company whose money it is
        :return: (pieces in the product's unit, what they cost: with the tax that cannot
            be deducted)
        """
        until = fields.Date.to_date(at_date) if at_date else None
        currency, pieces, value = move.company_id.currency_id, 0, 0
        for line in self.invoice_lines:
            sign = {"in_invoice": 1, "in_refund": -1}.get(line.move_type, 0)
            if line.parent_state != "posted" or (until and line.date > until):
                continue
            taxes = line.tax_ids.compute_all(
                line.price_unit * (1 - line.discount / 100),
                currency=line.currency_id,
                quantity=line.quantity,
                product=line.product_id,
                partner=line.partner_id,
                rounding_method="round_globally",
            )
            net, gross = taxes["total_excluded"], taxes["total_void"]
            amount = line.currency_id._convert(
                line.price_subtotal, currency, move.company_id, line.date
            )
            value += sign * amount * (gross / net if net else 1)
            pieces += sign * line.product_uom_id._compute_quantity(
                line.quantity, move.product_id.uom_id
            )
        return pieces, value

    def _compute_price_unit_and_date_planned_and_name(self):
        """Where no vendor price fits, propose what was last paid, not the cost.

        A line is read by every buyer, so that the cost may not enter it at all.
        """
        lines = self.filtered(
            lambda line: line.product_id and not line.selected_seller_id
        )
        before = {line: line.price_unit for line in lines}
        res = super()._compute_price_unit_and_date_planned_and_name()
        for line in lines:
            if line.price_unit != before[line]:
                line.price_unit = line.technical_price_unit = line._jxc_last_price()
        return res

    def _jxc_last_price(self):
        self.ensure_one()
        last = self.search(
            [
                ("product_id", "=", self.product_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "purchase"),
            ],
            order="id desc",
            limit=1,
        )
        if not last:
            return 0.0
        unit = self.product_uom_id or self.product_id.uom_id
        return last.currency_id._convert(
            last.product_uom_id._compute_price(last.price_unit_discounted, unit),
            self.currency_id or last.currency_id,
            self.company_id,
            fields.Date.context_today(self),
            round=False,
        )

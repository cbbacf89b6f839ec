from odoo import api, models

from ..profit_sql import moved


class SaleOrderLine(models.Model):
    """The margin of an order: what goods cost in the ledger, less what came back.

    The host takes returns for deliveries and counts what came back as sold; it also
    reads every movement of every line for itself.
    """

    _inherit = "sale.order.line"

    @api.depends("move_ids.state", "move_ids.value", "qty_delivered")
    def _compute_purchase_price(self):
        found = self._jxc_moved()
        others = self.browse()
        for line in self:
            cost = None
            product = line.product_id.with_company(line.company_id)
            moved = found.get(line.id)
            if moved and (product.cost_method != "standard" or not moved.own):
                unit = line.product_uom_id
                cost = moved.unit_cost(
                    # A kit that is still to go has no cost of its own.
                    line.product_uom_qty if moved.own else moved.went,
                    product.uom_id._compute_price(product.standard_price, unit),
                )
            if cost is None:
                others += line
            else:
                currency = product.cost_currency_id
                line.purchase_price = line._convert_to_sol_currency(cost, currency)
        return super(SaleOrderLine, others)._compute_purchase_price()

    @api.depends(
        "move_ids.state", "move_ids.quantity", "move_ids.to_refund", "qty_delivered"
    )
    def _compute_margin(self):
        result = super()._compute_margin()
        found = self._jxc_moved()
        for line in self:
            ordered = line.product_uom_qty
            back = found[line.id].back if line.id in found else 0
            if back and ordered > 0:
                kept = max(ordered - back, 0)
                revenue = line.price_subtotal * kept / ordered
                line.margin = revenue - line.purchase_price * kept
                line.margin_percent = revenue and line.margin / revenue
        return result

    def _jxc_moved(self):
        """{id: what went and came back}, in one statement."""
        ids = [line.id for line in self if isinstance(line.id, int)]
        if not ids:
            return {}
        self.env["stock.move"].flush_model(
            ["product_id", "quantity", "sale_line_id", "state", "to_refund"]
        )
        lines = self.browse(ids)
        found = moved(self.env, ids)
        return {
            line.id: found[line.id].in_kits(line.product_uom_qty, line.qty_delivered)
            for line in lines
            if line.id in found
        }

from odoo import fields

from odoo.addons.jxc_sales.tests.common import SalesCase


class ProfitCase(SalesCase):
    """Vinegar, average cost, that comes and goes on days of May and June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.currency = cls.company.currency_id
        cls.vinegar = cls._costed("Vinegar")
        cls.user = cls.accountant

    @classmethod
    def _costed(cls, name, method="average", **values):
        category = cls.env["product.category"].create(
            {"name": f"{name} {method}", "property_cost_method": method}
        )
        return cls._product(name, cost=0, categ_id=category.id, **values)

    def _bought(self, quantity, cost, moment, product=None):
        product = product or self.vinegar
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        move.date = moment
        move.value_manual = cost
        return move

    def _sold(self, quantity, price, moment, product=None, **values):
        line = (product or self.vinegar, quantity, {"price_unit": price})
        order = self._confirmed(line, **values)
        self._dated(self._ship(order), moment)
        return order

    def _came_back(self, order, quantity, moment):
        picking = order.sudo().picking_ids.filtered(lambda p: p.state == "done")[:1]
        return self._dated(self._return(picking, quantity), moment)

    def _dated(self, picking, moment):
        picking.sudo().move_ids.date = moment
        return picking

    def _report(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["jxc.sale.profit"].with_user(user or self.user)

    def _figures(self, orders, by="accounting_date:month"):
        """{group: (quantity, revenue, cost, profit)}, as the pivot asks for them."""
        names = ("quantity", "revenue", "cost", "profit")
        groups = self._report()._read_group(
            [("order_id", "in", orders.ids)], [by], [f"{name}:sum" for name in names]
        )
        return {
            fields.Date.to_string(key)[:7]
            if by.startswith("accounting_date")
            else key: tuple(round(value, 2) for value in values)
            for key, *values in groups
        }

"""T5: what an order earned, from the purchase to the vendor's bill."""

from shop import ShopCase

from odoo import Command, fields
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestProfit(ShopCase):
    """Bought at 10, sold at 20 to a customer, of which one comes back, billed at 12."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"].create(
            {"name": "茶", "property_cost_method": "average"}
        )
        cls.puer = cls._goods("普洱", categ_id=category.id, standard_price=0)

    def _bought(self, quantity, price):
        line = {
            "product_id": self.puer.id,
            "product_qty": quantity,
            "price_unit": price,
            "tax_ids": False,
        }
        order = self.env["purchase.order"].create(
            {"partner_id": self.vendor.id, "order_line": [Command.create(line)]}
        )
        order.sudo().button_confirm()
        if order.state != "purchase":
            self._approve(order)
        picking = order.picking_ids
        picking.move_ids.quantity = quantity
        self._validate(picking)
        return order

    def _sold(self, quantity, price):
        line = {
            "product_id": self.puer.id,
            "product_uom_qty": quantity,
            "price_unit": price,
        }
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
        )
        order.action_confirm()
        if order.state != "sale":
            self._approve(order)
        self._validate(order.picking_ids)
        return order

    def _profit(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["jxc.sale.profit"].with_user(self.accountant)
        [figures] = report._read_group(
            [("order_id", "=", order.id)],
            [],
            ["quantity:sum", "revenue:sum", "cost:sum", "profit:sum"],
        )
        return [round(value, 2) for value in figures]

    def test_restated_by_the_bill(self):
        """T5, P9, S7: 40 at 20 cost 400, and 480 when the bill says 12."""
        bought = self._bought(100, 10)
        order = self._sold(40, 20)
        self.assertEqual(self._profit(order), [40, 800, 400, 400])
        self.company.jxc_match = False
        bill = bought.invoice_ids
        bill.invoice_date = fields.Date.today()
        bill.invoice_line_ids.price_unit = 12
        bill.action_post()
        self.assertEqual(self._profit(order), [40, 800, 480, 320])
        seen = order.with_user(self.manager)
        seen.invalidate_recordset()
        self.assertEqual((seen.jxc_cogs, seen.jxc_gross_profit), (480, 320))
        [layer] = (
            self.env["jxc.cost.layer"]
            .with_user(self.accountant)
            .search([("product_id", "=", self.puer.id)])
        )
        self.assertEqual((layer.quantity, layer.amount, layer.days), (60, 720, 0))

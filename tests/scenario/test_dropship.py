"""T5, 直运: sold, shipped by the vendor to the customer, billed, and given back."""

from shop import ShopCase

from odoo import Command, fields
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestDropship(ShopCase):
    """10 of ours on the shelf at 8; the vendor ships others for 12, sold at 20."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"].create(
            {"name": "茶", "property_cost_method": "average"}
        )
        cls.puer = cls._goods(
            "普洱",
            categ_id=category.id,
            standard_price=8,
            seller_ids=[
                Command.create({"partner_id": cls.vendor.id, "price": 12, "delay": 1})
            ],
        )
        cls._count(cls.puer, 10)
        cls.direct = cls._way_past_us()

    @classmethod
    def _way_past_us(cls):
        """What an administrator sets up once: the operation, and the route to it."""
        vendors = cls.env.ref("stock.stock_location_suppliers")
        customers = cls.env.ref("stock.stock_location_customers")
        operation = cls.env["stock.picking.type"].create(
            {
                "name": "直运",
                "code": "incoming",
                "sequence_code": "DS",
                "warehouse_id": cls.warehouse.id,
                "default_location_src_id": vendors.id,
                "default_location_dest_id": customers.id,
            }
        )
        rule = {
            "name": "直运",
            "action": "buy",
            "picking_type_id": operation.id,
            "location_dest_id": customers.id,
            "company_id": cls.company.id,
        }
        return cls.env["stock.route"].create(
            {
                "name": "直运",
                "sale_selectable": True,
                "company_id": cls.company.id,
                "rule_ids": [Command.create(rule)],
            }
        )

    def _ordered(self, quantity):
        """Sold by the salesperson, and bought by the buyer."""
        line = {
            "product_id": self.puer.id,
            "product_uom_qty": quantity,
            "price_unit": 20,
            "route_ids": [Command.set(self.direct.ids)],
        }
        order = (
            self.env["sale.order"]
            .with_user(self.salesperson)
            .create(
                {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
            )
        )
        order.action_confirm()
        if order.state != "sale":
            self._approve(order)
        bought = order.sudo().order_line.purchase_line_ids.order_id
        bought = bought.with_user(self.buyer)
        bought.button_confirm()
        if bought.state != "purchase":
            self._approve(bought)
        return order, bought

    def _sold(self, quantity):
        """Ordered, and shipped by the vendor."""
        order, bought = self._ordered(quantity)
        shipped = bought.sudo().picking_ids
        shipped.move_ids.quantity = quantity
        self._validate(shipped)
        return order, bought

    def _billed(self, bought, price):
        self.company.jxc_match = False
        bill = bought.sudo().invoice_ids.with_user(self.accountant)
        bill.invoice_date = fields.Date.today()
        bill.invoice_line_ids.price_unit = price
        bill.action_post()
        return bill

    def _profit(self, order):
        """(quantity, revenue, cost, profit)"""
        self.env.flush_all()
        self.env.invalidate_all()
        report = self.env["jxc.sale.profit"].with_user(self.accountant)
        [figures] = report._read_group(
            [("order_id", "=", order.id)],
            [],
            ["quantity:sum", "revenue:sum", "cost:sum", "profit:sum"],
        )
        return [round(value, 2) for value in figures]

    def _untouched(self):
        """What is ours stays 10 at 8."""
        rows = self.env["jxc.cost.row"].search([("product_id", "=", self.puer.id)])
        self.assertEqual(rows.mapped("amount"), [80])
        self.assertEqual((self.puer.qty_available, self.puer.total_value), (10, 80))
        self.assertEqual(self.puer.standard_price, 8)

    def test_given_back_to_the_vendor(self):
        """T5, T6: 5 for 60; the bill says 13 each, 65; two go back, 26; billed again
        at 14 they are 70 and 28."""
        order, bought = self._sold(5)
        self.assertEqual(self._profit(order), [5, 100, 60, 40])
        bill = self._billed(bought, 13)
        self.assertEqual(self._profit(order), [5, 100, 65, 35])
        back = self._take_back(bought.picking_ids, 2)
        self.assertEqual(back.move_ids.location_dest_id.usage, "supplier")
        self.assertTrue(back.move_ids.sudo().is_dropship)
        self.assertEqual(back.sudo().move_ids.value, 26)
        self.assertEqual(self._profit(order), [3, 60, 39, 21])
        bill.button_draft()
        self.assertEqual(self._profit(order), [3, 60, 36, 24])
        bill.invoice_line_ids.price_unit = 14
        bill.action_post()
        self.assertEqual(back.sudo().move_ids.value, 28)
        self.assertEqual(self._profit(order), [3, 60, 42, 18])
        self._untouched()

    def test_in_thirds(self):
        """T5: 3 for 100: what is given back one by one is 100 together, to the cent,
        and a bill that is cancelled by a credit note says nothing of it any more."""
        self.puer.seller_ids.price = 33.333333
        order, bought = self._sold(3)
        bill = self._billed(bought, 33.333333)
        self.assertEqual(self._profit(order), [3, 60, 100, -40])
        backs = [self._take_back(bought.picking_ids[:1], 1) for _number in range(3)]
        values = [back.sudo().move_ids.value for back in backs]
        self.assertEqual(sum(values), 100)
        self.assertEqual(self._profit(order), [0, 0, 0, 0])
        bill.invoice_line_ids.sudo().purchase_line_id.price_unit = 12
        bill._reverse_moves([{"invoice_date": bill.invoice_date}], cancel=True)
        self.assertEqual([back.sudo().move_ids.value for back in backs], [12] * 3)
        self._untouched()

    def test_back_to_our_shelves(self):
        """T5, T6: what the customer sends to us is ours at what it cost, and follows
        the bill: 10 at 8 and one at 12, or at 13."""
        operation = self.direct.rule_ids.picking_type_id
        operation.return_picking_type_id = self.warehouse.in_type_id
        self.warehouse.in_type_id.default_location_dest_id = self.shelf
        order, bought = self._sold(5)
        back = self._take_back(bought.picking_ids, 1)
        self.assertEqual(back.move_ids.location_dest_id, self.shelf)
        self.assertEqual(self.puer.total_value, 92)
        self.assertEqual(self._profit(order), [4, 80, 48, 32])
        bill = self._billed(bought, 13)
        self.assertEqual(self._profit(order), [4, 80, 52, 28])
        self.assertEqual(self.puer.total_value, 93)
        bill.button_draft()
        self.assertEqual(self.puer.total_value, 92)

    def test_the_price_of_the_order(self):
        """T5: until it is billed it costs what the order says, also when that is
        corrected; and as many as were shipped in truth."""
        order, bought = self._sold(5)
        bought.order_line.price_unit = 11
        self.assertEqual(self._profit(order), [5, 100, 55, 45])
        bought.order_line.discount = 10
        self.assertEqual(self._profit(order), [5, 100, 49.5, 50.5])
        bought.order_line.discount = 0
        shipped = bought.sudo().picking_ids.with_user(self.manager)
        shipped.action_toggle_is_locked()
        shipped.move_ids.quantity = 4
        self.assertEqual(self._profit(order), [4, 80, 44, 36])
        self._untouched()

    def test_what_the_books_have(self):
        """T5: neither bill nor invoice touches the stock account, before or after it
        was shipped."""
        stock = self.env["account.account"].browse(
            self.company._jxc_stock_accounts().ids
        )
        items = [("account_id", "in", stock.ids), ("company_id", "=", self.company.id)]
        before = self.env["account.move.line"].search(items)
        order, bought = self._ordered(5)
        self.puer.sudo().purchase_method = "purchase"
        bought.sudo().action_create_invoice()
        order.sudo().order_line.product_id.invoice_policy = "order"
        invoice = order.sudo()._create_invoices()
        (bought.sudo().invoice_ids | invoice).invoice_date = fields.Date.today()
        self.company.jxc_match = False
        (bought.sudo().invoice_ids | invoice).action_post()
        self.assertEqual(self.env["account.move.line"].search(items), before)
        order, bought = self._sold(5)
        self._billed(bought, 13)
        self.assertEqual(self.env["account.move.line"].search(items), before)

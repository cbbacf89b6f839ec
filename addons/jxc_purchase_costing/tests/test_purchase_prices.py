from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.jxc_costing.tests.common import COST, CostCase

PRICE = 17.19
#: The price, the amounts of orders and receipts of 10, 4 and 6, and the new cost.
SECRETS = (17.19, 171.9, 68.76, 103.14, 15.62)


@tagged("post_install", "-at_install")
class TestPurchasePrices(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.sudo().group_ids += cls.env.ref("purchase.group_purchase_user")
        cls.vendor = cls.env["res.partner"].create({"name": "Brewery"})
        cls.order = cls._order(cls.manager)
        cls.order.order_line.price_unit = PRICE

    @classmethod
    def _order(cls, user):
        cls.manager.sudo().group_ids += cls.env.ref("purchase.group_purchase_manager")
        return (
            cls.env["purchase.order"]
            .with_user(user)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.product.id,
                                "product_qty": 10,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )

    def _as(self, role, record):
        return record.with_env(
            self.env(user=getattr(self, role).id, su=False, context={})
        )

    def test_the_warehouse_meets_no_price(self):
        """F2: a keeper reads the order of a receipt, and meets no price in it."""
        self.order.button_confirm()
        self._receipt()
        for role in ("keeper", "inspector", "salesperson"):
            self.assertEqual(self.leaks(getattr(self, role), SECRETS), [], role)
        fields = {(m, f) for m, f, _v in self.leaks(self.manager, SECRETS)}
        for place in (
            ("purchase.order.line", "price_unit"),
            ("purchase.order", "amount_total"),
            ("stock.move", "price_unit"),
        ):
            self.assertIn(place, fields)

    def test_a_keeper_still_finds_the_order(self):
        """F2, P6: products and quantities of the order are his business."""
        order = self._as("keeper", self.order)
        (row,) = order.read(["name", "partner_id", "state"])
        self.assertEqual(row["name"], self.order.name)
        self.assertEqual(order.order_line.product_qty, 10)
        self.open_screens(self.keeper, ["purchase.order", "product.supplierinfo"])
        Form(order)
        for ask in (
            lambda: order.read(["amount_total"]),
            lambda: order.search([("amount_total", ">", 1)]),
            lambda: order.search([], order="amount_total"),
            lambda: order.order_line.read(["price_unit"]),
            lambda: order.order_line.formatted_read_group([], [], ["price_total:sum"]),
            lambda: order.with_context(show_total_amount=True).read(["display_name"]),
        ):
            with self.assertRaises(AccessError):
                ask()

    def test_a_keeper_cannot_print_the_order(self):
        """F2: the vendor's copy shows prices."""
        report = self.env["ir.actions.report"].with_user(self.keeper)
        with self.assertRaises(Exception) as caught:
            report._render_qweb_html("purchase.report_purchaseorder", self.order.ids)
        self.assertIn("price", str(caught.exception))

    def test_messages_and_files_of_the_order(self):
        """F2: the PDF that went to the vendor hangs on the order, and so do talks."""
        message = self.order.message_post(body=f"Agreed on {PRICE}")
        file = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": "order.pdf",
                    "raw": b"17.19",
                    "res_model": "purchase.order",
                    "res_id": self.order.id,
                }
            )
        )
        for role in ("keeper", "inspector"):
            for record, name in ((message, "body"), (file, "raw")):
                mine = self._as(role, record)
                self.assertFalse(mine.search([("id", "=", mine.id)]))
                with self.subTest(role=role), self.assertRaises(AccessError):
                    mine.read([name])
        for role in ("buyer", "manager"):
            self.assertTrue(self._as(role, message).read(["body"]))
            self.assertTrue(self._as(role, file).read(["raw"]))

    def _receipt(self, quantity=4):
        """A keeper receives a part of the order."""
        picking = self._as("keeper", self.order.picking_ids)
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        wizard = picking.button_validate()
        if isinstance(wizard, dict):
            Form.from_action(picking.env, wizard).save().process()
        return picking

    def test_a_keeper_receives_at_the_order_s_price(self):
        """F2, P6, P8: part of an order arrives; its value is the order's price."""
        self.order.button_confirm()
        picking = self._receipt()
        self.assertEqual(picking.state, "done")
        self.assertAlmostEqual(picking.move_ids.sudo().value, 68.76)
        self.assertEqual(self.order.order_line.qty_received, 4)
        rest = picking.backorder_ids
        self.assertEqual(rest.move_ids.sudo().price_unit, PRICE)
        rest.move_ids.quantity = 6
        rest.move_ids.picked = True
        rest.button_validate()
        self.assertAlmostEqual(rest.move_ids.sudo().value, 103.14)

    def test_a_keeper_returns_to_the_vendor(self):
        """F2: goods go back, and the order's quantity falls."""
        self.order.button_confirm()
        picking = self._receipt(10)
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = 2
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self._finish(back.with_user(self.keeper))
        self.assertEqual(self.order.order_line.qty_received, 8)

    def test_a_buyer_works_with_prices_but_not_with_the_cost(self):
        """F2, P3: no vendor price: the last paid price is proposed, never the cost."""
        with Form(self.env["purchase.order"].with_user(self.buyer)) as form:
            form.partner_id = self.vendor
            with form.order_line.new() as line:
                line.product_id = self.product
                self.assertEqual(line.price_unit, 0.0)
        self.order.button_confirm()
        order = self._order(self.buyer)
        self.assertEqual(order.order_line.price_unit, PRICE)
        order.order_line.price_unit = 18.0
        self.assertEqual(order.amount_total, 180.0)
        self.assertEqual(self.leaks(self.buyer, {COST, 93.59}), [])

    def test_the_catalogue_does_not_show_the_cost(self):
        """F2: a buyer who opens the catalogue sees vendors' prices or none."""
        order = self._order(self.buyer)
        info = order._get_product_price_and_data(self.product.with_user(self.buyer))
        self.assertEqual(info["price"], 0.0)
        self.env["product.supplierinfo"].create(
            {
                "partner_id": self.vendor.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "price": 12.5,
            }
        )
        info = order._get_product_price_and_data(self.product.with_user(self.buyer))
        self.assertEqual(info["price"], 12.5)

    def test_a_buyer_confirms_an_order(self):
        """F2, P5: confirming writes the price into the receipt."""
        order = self._order(self.buyer)
        order.order_line.price_unit = 9.0
        order._approval_allowed()
        order.button_confirm()
        self.assertEqual(order.picking_ids.move_ids.price_unit, 9.0)

    def test_needs_of_a_salesperson_find_their_vendor(self):
        """F2, P2: who causes a purchase does not see what it costs."""
        self.env["product.supplierinfo"].create(
            {
                "partner_id": self.vendor.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "price": 12.5,
            }
        )
        product = self.product.with_user(self.salesperson)
        seller = product._select_seller(quantity=5)
        self.assertEqual(seller.partner_id, self.vendor)
        with self.assertRaises(AccessError):
            seller.read(["price"])
        rule = self.warehouse.buy_pull_id
        self.product.route_ids = rule.route_id
        self.env["stock.rule"].with_user(self.keeper).run(
            [
                self.env["stock.rule"].Procurement(
                    self.product.with_user(self.keeper),
                    5,
                    self.product.uom_id,
                    self.stock,
                    "need",
                    "need",
                    self.company,
                    {"warehouse_id": self.warehouse},
                )
            ]
        )
        line = self.env["purchase.order.line"].search(
            [("product_id", "=", self.product.id), ("price_unit", "=", 12.5)]
        )
        self.assertEqual(line.product_qty, 5)

    def test_no_view_shows_what_its_reader_may_not_read(self):
        """F2: the host warns of such a view when it is updated; none of ours is one."""
        ids = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "=like", r"jxc\_%")]
        )
        views = self.env["ir.ui.view"].browse(ids.mapped("res_id"))
        self.assertTrue(views)
        with self.assertNoLogs("odoo.addons.base.models.ir_ui_view", "WARNING"):
            views._check_xml()

    def test_the_ledger_by_order(self):
        """T5: the cost ledger is searched and grouped by the order, what went back to
        the vendor with it."""
        self.order.button_confirm()
        self._receipt()
        ledger = self.env["jxc.cost.row"].with_user(self.accountant)
        found = ledger.search([("purchase_id.name", "=", self.order.name)])
        self.assertTrue(found)
        self.assertEqual(found.purchase_line_id, self.order.order_line)
        mine = [("purchase_id", "=", self.order.id)]
        [group] = ledger.formatted_read_group(mine, ["purchase_id"], ["amount:sum"])
        self.assertEqual(group["purchase_id"][0], self.order.id)
        amount = sum(found.mapped("amount"))
        self.assertAlmostEqual(group["amount:sum"], amount, 2)

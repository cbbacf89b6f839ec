from datetime import timedelta

from odoo import Command, fields
from odoo.tests import Form, tagged

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


@tagged("post_install", "-at_install")
class TestFramework(PurchaseCase):
    """P3: what is ordered under a framework order costs what was agreed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)

    def _agreed(self, price=8.0, confirm=True, **values):
        agreement = (
            self.env["purchase.requisition"]
            .with_user(self.buyer)
            .create(
                {
                    "vendor_id": self.vendor.id,
                    "requisition_type": "blanket_order",
                    "date_start": self.today - timedelta(days=1),
                    "date_end": self.today + timedelta(days=30),
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_qty": 1000,
                                "price_unit": price,
                            }
                        )
                    ],
                    **values,
                }
            )
        )
        if confirm:
            agreement.action_confirm()
        return agreement

    def _suggested(self, qty=20):
        return (
            self.env["jxc.purchase.suggestion"]
            .with_user(self.buyer)
            .create(
                {
                    "product_id": self.product.id,
                    "warehouse_id": self.warehouse.id,
                    "quantity": qty,
                }
            )
        )

    def test_its_price_is_a_price_of_its_days(self):
        agreement = self._agreed()
        price = agreement.line_ids.supplier_info_ids
        self.assertEqual(
            (price.date_start, price.date_end, price.company_id, price.delay),
            (agreement.date_start, agreement.date_end, self.company, 3),
        )
        later = self.today + timedelta(days=90)
        agreement.date_end = later
        self.assertEqual(price.date_end, later)

    def test_an_order_by_hand(self):
        """The price comes from it, also when the quantity changes; it counts there."""
        agreement = self._agreed()
        form = Form(self.env["purchase.order"].with_user(self.buyer))
        form.requisition_id = agreement
        self.assertEqual(form.partner_id, self.vendor)
        with form.order_line.edit(0) as line:
            line.product_qty = 30
        order = form.save()
        self.assertEqual(order.order_line.price_unit, 8)
        order.order_line.product_qty = 50
        self.assertEqual(order.order_line.price_unit, 8)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertEqual(agreement.line_ids.qty_ordered, 50)

    def test_an_order_by_code(self):
        """Without a price it is the agreed one, and the vendor's payment term."""
        agreement = self._agreed()
        values = {"product_id": self.product.id, "product_qty": 5}
        orders = self.env["purchase.order"].with_user(self.buyer)
        order = orders.create(
            {
                "partner_id": self.vendor.id,
                "requisition_id": agreement.id,
                "order_line": [Command.create(values)],
            }
        )
        self.assertEqual(order.order_line.price_unit, 8)
        self.assertEqual(
            order.payment_term_id, self.vendor.property_supplier_payment_term_id
        )

    def test_a_suggestion_is_ordered_under_it(self):
        """P1, P3: the better price is taken, and keeps when the draft is changed."""
        agreement = self._agreed()
        one = self._suggested()
        self.assertEqual((one.partner_id, one.price_unit), (self.vendor, 8))
        one.action_jxc_order()
        order = one.purchase_id
        self.assertEqual(order.requisition_id, agreement)
        self.assertEqual(order.origin, agreement.name)
        order.order_line.product_qty = 25
        self.assertEqual(order.order_line.price_unit, 8)
        order.button_confirm()
        self.assertEqual(agreement.line_ids.qty_ordered, 25)
        self.assertEqual(order.jxc_price_rise, 0)
        self._receive(order)
        bill = self._bills(order)
        self.assertEqual(bill.amount_untaxed, 200)

    def test_in_dollars(self):
        """The agreement's currency is the order's, at the agreed price."""
        usd = self.env.ref("base.USD")
        usd.active = True
        usd.rate_ids = [
            Command.clear(),
            Command.create({"name": "2000-01-01", "company_rate": 1 / 7}),
        ]
        agreement = self._agreed(price=1.0, currency_id=usd.id)
        one = self._suggested()
        self.assertEqual((one.price_unit, one.currency_id), (1, usd))
        one.action_jxc_order()
        order = one.purchase_id
        self.assertEqual((order.currency_id, order.requisition_id), (usd, agreement))
        order.button_confirm()
        self._receive(order)
        bill = self._bills(order)
        self.assertEqual((bill.currency_id, bill.amount_untaxed), (usd, 20))

    def test_suggestions_of_two_agreements_are_two_orders(self):
        """One order has one agreement; what has none goes with none."""
        other = self._product("面粉")
        agreement = self._agreed()
        under = self._suggested()
        beside = (
            self.env["jxc.purchase.suggestion"]
            .with_user(self.buyer)
            .create(
                {
                    "product_id": other.id,
                    "warehouse_id": self.warehouse.id,
                    "quantity": 5,
                }
            )
        )
        (under | beside).action_jxc_order()
        self.assertEqual(under.purchase_id.requisition_id, agreement)
        self.assertFalse(beside.purchase_id.requisition_id)

    def test_another_vendor_is_not_under_it(self):
        """Whoever names another vendor orders without the agreement."""
        self._agreed()
        one = self._suggested()
        one.write({"partner_id": self.env["res.partner"].create({"name": "粮店"}).id})
        one.action_jxc_order()
        self.assertFalse(one.purchase_id.requisition_id)

    def test_when_it_has_ended(self):
        """It is not offered after its last day, nor when it is closed."""
        ended = self._agreed(date_end=self.today - timedelta(days=1))
        self.assertEqual(self._suggested().price_unit, 10)
        self.env["jxc.purchase.suggestion"].search([]).sudo().unlink()
        ended.date_end = self.today
        one = self._suggested()
        self.assertEqual(one.price_unit, 8)
        one.sudo().unlink()
        ended.action_done()
        self.assertEqual(self._suggested().price_unit, 10)

    def test_a_risen_price_is_approved_first(self):
        """P4: the agreement is no way past the rule on vendors' prices."""
        self.env["jxc.approval.rule"].create(
            {
                "name": "Vendor's price up by more than 5 %",
                "model_id": self.env["ir.model"]._get_id("product.supplierinfo"),
                "domain": "[('jxc_price_change', '>', 5)]",
                "step_ids": [
                    Command.create(
                        {"group_id": self.env.ref("jxc_base.group_jxc_manager").id}
                    )
                ],
            }
        )
        agreement = self._agreed(price=12.0)
        price = agreement.line_ids.supplier_info_ids
        self.assertFalse(price.jxc_in_force)
        self.assertEqual(price.jxc_approval_state, "pending")
        self.assertEqual(self._suggested().price_unit, 10)
        request = price.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_approve()
        self.assertTrue(price.jxc_in_force)

    def test_of_another_company(self):
        """F2: neither its agreements nor their prices are seen."""
        agreement = self._agreed()
        other = self.env["res.company"].create({"name": "分公司"})
        self.buyer.write({"company_ids": [Command.link(other.id)]})
        there = self.env["purchase.requisition"].with_user(self.buyer)
        there = there.with_context(allowed_company_ids=other.ids)
        self.assertFalse(there.search([("id", "=", agreement.id)]))
        product = self.product.with_user(self.buyer).with_company(other)
        product = product.with_context(allowed_company_ids=other.ids)
        found = product._select_seller(partner_id=self.vendor, quantity=5)
        self.assertNotEqual(found.price, 8)

    def test_only_under_it(self):
        """P3: an order beside the agreement has the vendor's usual price."""
        self._agreed()
        order = self._order(qty=5, confirm=False)
        self.env["purchase.order.line"].with_user(self.buyer).create(
            {"order_id": order.id, "product_id": self.product.id, "product_qty": 7}
        )
        self.assertEqual(order.order_line[-1].price_unit, 10)

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestApproval(SalesCase):
    def test_a_normal_order_needs_nobody(self):
        """S3: 10 % and less than 50,000 pass."""
        self._confirmed((self.bottle, 5, {"discount": 10.0}))

    def test_confirm_submits_what_needs_approval(self):
        """S3: a discount over the limit waits; the approval confirms the order in the
        salesperson's name, promises the stock and sends the notice."""
        order = self._order((self.bottle, 5, {"discount": 15.0}))
        self.assertEqual(order.jxc_approval_state, "required")
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "pending")
        self.assertFalse(order.sudo().picking_ids)
        self._approve(order)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.sudo().picking_ids.create_uid, self.salesperson)
        self.assertTrue(order.sudo().picking_ids.activity_ids)

    def test_a_price_below_the_list_is_a_discount(self):
        """S3: typing 8.50 instead of 10.00 is 15 %, whatever the discount says."""
        order = self._order((self.bottle, 5, {"price_unit": 8.5}))
        self.assertEqual(order.jxc_max_discount, 15.0)
        order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_a_large_amount_needs_approval(self):
        """S3: 50,000 and more."""
        gold = self._product("Gold", price=50000.0)
        self._stock(gold, 5)
        order = self._order((gold, 1))
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        self._approve(order)
        self.assertEqual(order.state, "sale")

    def test_a_large_amount_in_another_currency(self):
        """S3: 8,000 at 7 to 1 are 56,000, whatever number stands on the order."""
        foreign = self.env["res.currency"].create(
            {
                "name": "XJX",
                "symbol": "X",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Export", "currency_id": foreign.id}
        )
        gold = self._product("Gold", price=56000.0)
        self._stock(gold, 5)
        order = self._order((gold, 1), pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, foreign)
        self.assertEqual(order.amount_total, 8000.0)
        self.assertEqual(order.jxc_amount_total_cc, 56000.0)
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "pending")

    def test_the_customer_does_not_read_why_it_was_refused(self):
        """S3: in the portal, the order is read without its approval."""
        order = self._order((self.bottle, 5, {"discount": 15.0}))
        order.action_confirm()
        request = order.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_refuse("no margin left")
        portal = new_test_user(self.env, "test_portal", groups="base.group_portal")
        order.sudo().partner_id = portal.partner_id
        mine = order.with_user(portal)
        mine.invalidate_recordset()
        self.assertEqual(mine.read(["name"])[0]["name"], order.name)
        for name in ("jxc_approval_note", "jxc_approval_count"):
            with self.assertRaises(AccessError):
                mine.read([name])

    def test_stock_gone_meanwhile(self):
        """S2, S3: the approval stays, the order remains a quotation, and the
        salesperson is told."""
        order = self._order((self.bottle, 30, {"discount": 15.0}))
        order.action_confirm()
        self._confirmed((self.bottle, 40), user=self.colleague)
        self._approve(order)
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "approved")
        todo = order.sudo().activity_ids.filtered(
            lambda a: a.user_id == self.salesperson
        )
        self.assertIn(self.bottle.name, "".join(todo.mapped("note")))
        self._stock(self.bottle, 100)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_refused_order_is_not_confirmed(self):
        order = self._order((self.bottle, 5, {"discount": 15.0}))
        order.action_confirm()
        request = order.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_refuse()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "refused")

    def test_batch_confirms_the_rest(self):
        """S3: of three from the list, the one over the limit waits."""
        free = self._order((self.bottle, 5)) + self._order((self.bottle, 5))
        dear = self._order((self.bottle, 5, {"discount": 99.0}))
        (free + dear).action_confirm()
        self.assertEqual(free.mapped("state"), ["sale", "sale"])
        self.assertEqual((dear.state, dear.jxc_approval_state), ("draft", "pending"))


@tagged("post_install", "-at_install")
class TestAttacks(SalesCase):
    """S3: a plain salesperson does not get a large discount through, by any path."""

    def _refused(self, action):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            action()

    def test_changing_a_confirmed_order(self):
        order = self._confirmed((self.bottle, 5))
        line = order.order_line
        self._refused(lambda: line.write({"discount": 99.0}))
        self._refused(lambda: line.write({"price_unit": 0.1}))
        self._refused(lambda: line.write({"price_unit": 20000.0}))
        self._refused(
            lambda: order.write(
                {"order_line": [Command.update(line.id, {"discount": 99.0})]}
            )
        )
        self._refused(
            lambda: order.write(
                {"order_line": [self._line(self.bottle, 1, {"discount": 99.0})]}
            )
        )
        self._refused(
            lambda: self.env["sale.order.line"]
            .with_user(self.salesperson)
            .create(
                {
                    "order_id": order.id,
                    "product_id": self.bottle.id,
                    "product_uom_qty": 1,
                    "discount": 99.0,
                }
            )
        )
        order.invalidate_recordset()
        self.assertEqual(order.jxc_max_discount, 0.0)
        self.assertEqual(len(order.order_line), 1)

    def test_raising_an_approved_order(self):
        """S3: an approval is for what was approved, not for ten times as much."""
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        order.action_confirm()
        self._approve(order)
        self.assertEqual(order.state, "sale")
        self._refused(lambda: order.order_line.write({"product_uom_qty": 30}))
        self._refused(lambda: order.order_line.write({"discount": 50.0}))

    def test_giving_up_the_rest_of_an_approved_order(self):
        """S1, S3: 3 of 9 are shipped: the order cannot be cancelled and asked anew, so
        its quantity goes down to 3; no further, and nothing else changes with it."""
        order = self._order((self.bottle, 9, {"discount": 15.0}))
        order.action_confirm()
        self._approve(order)
        line = order.order_line
        self._refused(lambda: line.write({"product_uom_qty": 3}))
        self._ship(order, 3)
        self._refused(lambda: line.write({"product_uom_qty": 2}))
        self._refused(lambda: line.write({"product_uom_qty": 3, "discount": 16.0}))
        self._refused(lambda: line.write({"product_uom_qty": 10}))
        line.product_uom_qty = 3
        self.assertEqual(order.jxc_approval_state, "approved")

    def test_giving_up_a_line_of_an_approved_order(self):
        """S1, S3: of two lines one is shipped, the other goes down to nothing."""
        oil = self._product("Oil")
        self._stock(oil, 5)
        order = self._order(
            (self.bottle, 3, {"discount": 15.0}), (oil, 2, {"price_unit": 8.0})
        )
        order.action_confirm()
        self._approve(order)
        delivery = order.sudo().picking_ids.with_user(self.keeper)
        delivery.move_ids.filtered(lambda m: m.product_id == oil).quantity = 0
        delivery.move_ids.filtered(lambda m: m.product_id != oil).picked = True
        delivery.with_context(skip_backorder=True, skip_sms=True).button_validate()
        second = order.order_line[1]
        self._refused(lambda: second.write({"price_unit": 7.0}))
        second.product_uom_qty = 0
        self.assertEqual(order.state, "sale")

    def test_cancelled_while_it_waits(self):
        """S3: nobody is asked about an order that is off; confirmed anew, he is."""
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        order.action_confirm()
        request = order.sudo().jxc_approval_request_ids
        order.action_cancel()
        self.assertEqual(request.state, "cancelled")
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.state, "draft")
        self._approve(order)
        self.assertEqual(order.state, "sale")

    def test_changing_after_submitting(self):
        """S3: what the manager approves is what he saw."""
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        order.action_confirm()
        order.order_line.discount = 90.0
        self.assertNotEqual(order.jxc_approval_state, "approved")
        order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_the_customer_signs(self):
        """S3: the portal's signature confirms nothing that needs an approval; the
        salesperson asks for it."""
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        public = self.env.ref("base.public_user")
        order.with_user(public).sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertEqual(
            order.sudo().jxc_approval_request_ids.requester_id, self.salesperson
        )

    def test_own_approval_is_refused(self):
        """S3: nobody approves his own order; a plain user cannot approve at all."""
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        order.action_confirm()
        request = order.sudo().jxc_approval_request_ids
        for user in (self.salesperson, self.colleague):
            self._refused(request.with_user(user).action_jxc_approve)
        self.assertEqual(order.state, "draft")

    def test_shipping_more_than_ordered_is_not_stopped(self):
        """S5: what a keeper ships on top of an approved order is no change of it."""
        extra = self._product("Vinegar")
        self._stock(extra, 5)
        order = self._order((self.bottle, 3, {"discount": 15.0}))
        order.action_confirm()
        self._approve(order)
        picking = order.sudo().picking_ids
        self.env["stock.move"].create(
            {
                "product_id": extra.id,
                "product_uom_qty": 1,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )._action_confirm()
        # The host lets no keeper add a line to an order, so a manager ships it.
        self._ship(order, user=self.manager)
        self.assertIn(extra, order.order_line.product_id)

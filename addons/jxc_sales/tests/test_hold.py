from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestHold(SalesCase):
    """S2: a quotation holds its stock until a day 预占."""

    def _hold(self, order, days=None, user=None):
        wizards = self.env["jxc.sale.hold"].with_user(user or self.salesperson)
        wizard = wizards.with_context(active_id=order.id).create({})
        if days is not None:
            wizard.until = fields.Date.context_today(wizard) + timedelta(days=days)
        wizard.action_hold()
        return order.sudo().jxc_hold_ids

    def test_it_is_promised_to_nobody_else(self):
        """S2: others see less and cannot confirm it; the quotation itself can."""
        order = self._order((self.bottle, 30))
        hold = self._hold(order)
        self.assertEqual((hold.quantity, hold.order_id), (30, order))
        self.assertEqual(self._atp(self.bottle), 20)
        other = self._order((self.bottle, 25), user=self.colleague)
        self.assertEqual(other.order_line.jxc_atp_qty, 20)
        self.assertTrue(other.order_line.jxc_atp_short)
        with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
            other.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.jxc_atp_qty, 50)
        self.assertFalse(order.order_line.jxc_atp_short)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(hold.exists())
        self.assertEqual(self._atp(self.bottle), 20)

    def test_all_or_nothing(self):
        """S2: what is short is named, and what was held before stays."""
        rice = self._product("Rice")
        order = self._order((self.bottle, 30))
        hold = self._hold(order)
        other = self._order((self.bottle, 20), (rice, 1))
        with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
            self._hold(other)
        self.assertEqual(self._atp(self.bottle), 20)
        again = self._hold(order, 5)
        self.assertFalse(hold.exists())
        self.assertEqual(sum(again.mapped("quantity")), 30)
        service = self._product("Fee", is_storable=False, type="service")
        with self.assertRaises(UserError):
            self._hold(self._order((service, 1)))

    def test_by_the_clock(self):
        """S2: what has expired counts for nobody, the cron only cleans up and says
        so; its owner cannot confirm with it either."""
        order = self._order((self.bottle, 30))
        hold = self._hold(order, 2)
        with freeze_time(hold.until - timedelta(minutes=1)):
            self.assertEqual(self._atp(self.bottle), 20)
        with freeze_time(hold.until):
            self.assertEqual(self._atp(self.bottle), 50)
            self.env.invalidate_all()
            self.assertFalse(order.jxc_held_until)
            self.assertEqual(order.order_line.jxc_atp_qty, 50)
            other = self._confirmed((self.bottle, 40), user=self.colleague)
            self.assertEqual(other.state, "sale")
            self.env.invalidate_all()
            self.assertEqual(order.order_line.jxc_atp_qty, 10)
            with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
                order.action_confirm()
            with self.enter_registry_test_mode():
                self.env.ref("jxc_stock.ir_cron_hold").method_direct_trigger()
        self.assertFalse(hold.exists())
        self.assertIn(self.bottle.name, order.message_ids[0].body)

    def test_the_cron_leaves_the_others(self):
        """S2: nothing is given back ahead of its time."""
        hold = self._hold(self._order((self.bottle, 30)))
        with self.enter_registry_test_mode():
            self.env.ref("jxc_stock.ir_cron_hold").method_direct_trigger()
        self.assertTrue(hold.exists())

    def test_given_back(self):
        """S2: by hand, when it is cancelled or deleted, and when its lines change."""
        rice = self._product("Rice")
        self._stock(rice, 5)
        more = Command.create({"product_id": self.bottle.id, "product_uom_qty": 1})
        for change in (
            lambda order: order.action_jxc_give_back(),
            lambda order: order.jxc_hold_ids.action_give_back(),
            lambda order: order.action_cancel(),
            lambda order: order.sudo().unlink(),
            lambda order: order.order_line.write({"product_uom_qty": 29}),
            lambda order: order.order_line.write({"product_id": rice.id}),
            lambda order: order.order_line.unlink(),
            lambda order: order.write({"order_line": [more]}),
        ):
            order = self._order((self.bottle, 30))
            self._hold(order)
            self.assertEqual(self._atp(self.bottle), 20)
            change(order)
            self.env.flush_all()
            self.assertEqual(self._atp(self.bottle), 50)
        order = self._order((self.bottle, 30), (rice, 2))
        self._hold(order)
        order.order_line[0].write({"product_uom_qty": 31})
        order.order_line[1].write({"price_unit": 31, "name": "Rice, best"})
        self.assertEqual(order.jxc_hold_ids.product_id, rice)

    def test_not_for_ever(self):
        """S2: days as the company has them set; not in the past."""
        self.company.jxc_hold_days = 2
        self.company.jxc_hold_days_max = 4
        order = self._order((self.bottle, 30))
        wizard = self.env["jxc.sale.hold"].with_user(self.salesperson)
        wizard = wizard.with_context(active_id=order.id).create({})
        today = fields.Date.context_today(wizard)
        self.assertEqual(wizard.until, today + timedelta(days=2))
        for days in (5, -1):
            with self.assertRaises(UserError):
                self._hold(order, days)
        self._hold(order, 4)
        confirmed = self._confirmed((self.bottle, 1))
        with self.assertRaises(UserError):
            self._hold(confirmed)

    def test_in_the_unit_of_the_line(self):
        """S2: two dozens are twenty-four."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.bottle, 2, {"product_uom_id": dozen.id}))
        self.assertEqual(self._hold(order).quantity, 24)
        self.env.invalidate_all()
        self.assertEqual(order.order_line.jxc_atp_qty, 4.16)

    def test_who_may(self):
        """F2: not a colleague's, not another company's, and no rows of one's own
        making."""
        order = self._order((self.bottle, 30))
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "manager",
            "test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (self.colleague, self.keeper, stranger):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._hold(order, user=user)
        hold = self._hold(order)
        values = {
            "order_id": order.id,
            "product_id": self.bottle.id,
            "warehouse_id": self.warehouse.id,
            "quantity": 20,
            "until": "2999-01-01",
        }
        holds = self.env["jxc.stock.hold"].with_user(self.salesperson)
        with self.assertRaises(AccessError):
            holds.create(values)
        with self.assertRaises(AccessError):
            order.write({"jxc_hold_ids": [Command.create(values)]})
        with self.assertRaises(AccessError):
            hold.with_user(self.salesperson).quantity = 50
        for user in (self.colleague, stranger):
            self.assertNotIn(hold, holds.with_user(user).search([]))
            with self.assertRaises(AccessError):
                hold.with_user(user).action_give_back()
        self.assertIn(hold, holds.with_user(self.manager).search([]))

    def test_as_many_statements_for_many(self):
        """S2: what forty quotations hold is read at once."""
        orders = self.env["sale.order"]
        for _number in range(40):
            orders |= self._order((self.bottle, 1))
            self._hold(orders[-1])

        def statements(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.order_line.mapped("jxc_atp_qty")
            return self.env.cr.sql_log_count - before

        one = statements(orders[:1].with_prefetch())
        self.assertLessEqual(statements(orders.with_prefetch()), one)

    def test_in_the_overview(self):
        """S2: the figure says why less can be promised than lies there."""
        self._hold(self._order((self.bottle, 30)))
        row = self.env["jxc.stock.overview"].search(
            [
                ("product_id", "=", self.bottle.id),
                ("warehouse_id", "=", self.warehouse.id),
            ]
        )
        self.assertEqual((row.on_hand, row.held, row.atp), (50, 30, 20))

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from ..models.stock_picking_credit import CreditExceeded
from .common import SalesCase


@tagged("post_install", "-at_install")
class TestCreditShipping(SalesCase):
    """S3: deliveries that wait for the customer's money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False
        cls.company.jxc_credit_block = "shipment"

    def _delivery(self, order):
        return order.sudo().picking_ids.filtered(lambda p: p.state != "done")

    def _release(self, picking, user=None, **values):
        releases = self.env["jxc.credit.release"].with_user(user or self.manager)
        values = {"picking_id": picking.id, "reason": "He pays tomorrow", **values}
        return releases.create(values)

    def _assert_stopped(self, order, *texts, quantity=None, user=None):
        picking = self._delivery(order)
        with self.assertRaises(CreditExceeded) as caught, self.env.cr.savepoint():
            self._ship(order, quantity, user)
        self.assertEqual(picking.state, "assigned")
        for text in (picking.name, self.customer.name, *texts):
            self.assertIn(text, caught.exception.args[0])
        return caught.exception.args[0]

    def test_over_the_limit(self):
        """S3: what is ordered takes nothing yet; of two deliveries the second waits
        until the first is paid, or ships less."""
        self._limit(100)
        first = self._confirmed((self.bottle, 6))
        second = self._confirmed((self.bottle, 6))
        self._ship(first)
        message = self._assert_stopped(second, user=self.manager)
        self.assertIn("120.00", message)
        self.assertIn("100.00", message)
        self._ship(second, 4)
        rest = self._delivery(second)
        self.assertEqual(rest.move_ids.product_uom_qty, 2)
        self._assert_stopped(second)
        invoice = self._invoices(first)
        invoice.action_post()
        self._assert_stopped(second)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self._ship(second)

    def test_a_keeper_is_told_no_figures(self):
        """F2: who may not read a customer's debts learns that, not how much."""
        self._limit(100)
        order = self._confirmed((self.bottle, 11))
        for user, told in ((self.keeper, False), (self.salesperson, True)):
            picking = self._delivery(order).with_user(user)
            self.assertEqual("110.00" in picking.jxc_credit_hold, told)
        message = self._assert_stopped(order)
        self.assertNotIn("110.00", message)

    def test_a_release(self):
        """S3: one delivery, for what is in it, with a reason; not its backorder."""
        self._limit(100)
        order = self._confirmed((self.bottle, 11))
        picking = self._delivery(order)
        release = self._release(picking, amount=10**9)
        self.assertEqual(release.amount, 110.0)
        self.assertFalse(picking.jxc_credit_hold)
        self.assertIn("He pays tomorrow", picking.message_ids[0].body)
        order.order_line.product_uom_qty = 12
        self.assertTrue(picking.jxc_credit_hold)
        self._assert_stopped(order)
        self._ship(order, 11)
        self._assert_stopped(order)
        with self.assertRaises(UserError):
            self._release(picking)

    def test_only_what_is_stopped(self):
        """S3: no release in store, for goods that are added later."""
        self._limit(100)
        order = self._confirmed((self.bottle, 9))
        picking = self._delivery(order)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._release(picking)
        order.order_line.product_uom_qty = 11
        self._release(picking)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._release(picking)
        self._ship(order)

    def test_who_reads_what_was_released(self):
        """F2: how much a customer was let have is for who may read his debts."""
        self._limit(100)
        release = self._release(self._delivery(self._confirmed((self.bottle, 11))))
        for user in (self.salesperson, self.accountant, self.manager):
            self.assertEqual(release.with_user(user).amount, 110.0)
        mine = release.with_user(self.keeper)
        self.assertTrue(mine.reason)
        with self.assertRaises(AccessError):
            mine.read(["amount"])
        with self.assertRaises(AccessError):
            mine.search([("amount", ">", 100)])
        self.assertNotIn("amount", mine.read()[0])

    def test_who_releases(self):
        """F2, F3: neither salesperson nor keeper, nor a manager of other companies;
        nobody changes or takes back a release."""
        self._limit(100)
        order = self._confirmed((self.bottle, 11))
        picking = self._delivery(order)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "manager",
            "test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (self.salesperson, self.keeper, self.accountant, stranger):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._release(picking, user)
        for user in (self.salesperson, self.keeper):
            mine = picking.with_user(user)
            values = {"reason": "Why not", "amount": 1000}
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                mine.write({"jxc_credit_release_ids": [Command.create(values)]})
        release = self._release(picking)
        with self.assertRaises(AccessError):
            release.with_user(self.manager).amount = 1000
        self._ship(order)

    def test_overdue(self):
        """S3: over the days of grace, the customer's own before the company's."""
        self.company.jxc_overdue_grace = 10
        order = self._confirmed((self.bottle, 1))
        self._debt(100, 11)
        message = self._assert_stopped(order, user=self.manager)
        self.assertIn("11", message)
        self.customer.jxc_overdue_grace = 11
        self._ship(order)

    def test_at_order(self):
        """S3: as the company has it set: rules on credit ask when it is ordered, or
        not; rules on other things always."""
        rules = self.env.ref("jxc_sales.jxc_approval_rule_over_credit")
        rules |= self.env.ref("jxc_sales.jxc_approval_rule_overdue_30")
        group = self.env.ref("jxc_base.group_jxc_manager")
        for rule in rules:
            if not rule.step_ids:
                rule.step_ids = [Command.create({"name": "M", "group_id": group.id})]
        rules.active = True
        self._limit(100)
        self._confirmed((self.bottle, 11))
        rules[0].domain = "['|', ('jxc_credit_used', '>', 100), ('note', '!=', 1)]"
        self.assertEqual(self._order((self.bottle, 1)).jxc_approval_state, "required")
        rules[0].domain = "[('jxc_credit_used', '>', 100)]"
        for setting, state in (("both", "required"), ("order", "required")):
            self.company.jxc_credit_block = setting
            order = self._order((self.bottle, 1))
            self.assertEqual(order.jxc_approval_state, state)
        self.company.jxc_credit_block = "shipment"
        order = self._order((self.bottle, 1))
        self.assertEqual(order.jxc_approval_state, "none")
        self.company.jxc_credit_block = "order"
        self._limit(1)
        rules.active = False
        self._ship(self._confirmed((self.bottle, 2)))

    def test_several_at_once(self):
        """S3: two deliveries validated together count together; returns always pass."""
        self._limit(100)
        first, second = (self._confirmed((self.bottle, 6)) for _time in range(2))
        both = (self._delivery(first) | self._delivery(second)).with_user(self.keeper)
        both.move_ids.picked = True
        with self.assertRaises(CreditExceeded), self.env.cr.savepoint():
            both.with_context(skip_sms=True).button_validate()
        picking = self._ship(first)
        self._limit(1)
        self._return(picking, 2)

    def test_goods_paid_in_advance(self):
        """S3: what an invoice asked for before, and was paid, may leave."""
        self._limit(100)
        order = self._confirmed((self.bottle, 11))
        self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "percentage",
                "amount": 50,
            }
        )._create_invoices(order.sudo())
        invoice = self._invoices(order)
        invoice.action_post()
        self._assert_stopped(order)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self._ship(order)

    def test_many_at_once(self):
        """S3: what is read of twenty deliveries is read at once."""
        self._limit(1000)
        orders = self.env["sale.order"]
        for _number in range(20):
            orders |= self._confirmed((self.bottle, 1))
        pickings = orders.sudo().picking_ids

        def statements(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("jxc_credit_hold")
            return self.env.cr.sql_log_count - before

        one = statements(pickings[:1].with_prefetch())
        self.assertLessEqual(statements(pickings.with_prefetch()), one)

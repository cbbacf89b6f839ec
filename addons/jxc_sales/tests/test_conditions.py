from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestConditions(SalesCase):
    """S3: what a rule may look at, and that it is right when it matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False

    def _switch_on(self, name):
        rule = self.env.ref(f"jxc_sales.jxc_approval_rule_{name}")
        if not rule.step_ids:  # Brought by an update, it leaves that to the business.
            group = self.env.ref("jxc_base.group_jxc_manager")
            step = {"name": "Manager", "group_id": group.id}
            rule.step_ids = [Command.create(step)]
        rule.active = True
        return rule

    def _found(self, order, *condition):
        return order in order.sudo().search([condition])

    # --- price --------------------------------------------------------------------

    def test_below_the_last_price(self):
        """S3: by the unit of the product, and only against the same customer."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self._confirmed((self.bottle, 5))
        other = self.env["res.partner"].create({"name": "Another"})
        self._confirmed((self.bottle, 5, {"price_unit": 99}), partner_id=other.id)
        line = {"product_uom_id": dozen.id, "price_unit": 108.0}
        order = self._order((self.bottle, 1, line))
        self.assertEqual(order.jxc_price_fall, 10.0)
        order.order_line.discount = 10
        self.assertEqual(order.jxc_price_fall, 19.0)
        self.assertTrue(self._found(order, "jxc_price_fall", ">", 18))
        order.order_line.write({"discount": 0, "price_unit": 150.0})
        self.assertEqual(order.jxc_price_fall, 0.0)

    def test_below_the_last_price_in_another_currency(self):
        """S3: 1.50 at 7 to 1 are 10.50 and no fall from 10; 1.20 are 8.40, 16 %."""
        self._confirmed((self.bottle, 5))
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
        line = (self.bottle, 100, {"price_unit": 1.5})
        order = self._order(line, pricelist_id=pricelist.id)
        self.assertEqual(order.jxc_price_fall, 0.0)
        order.order_line.price_unit = 1.2
        self.assertEqual(order.jxc_price_fall, 16.0)

    def test_the_last_price_is_of_today(self):
        """S3: an order confirmed after the quotation was written counts."""
        rule = self._switch_on("discount_15")
        rule.domain = "[('jxc_price_fall', '>', 5)]"
        order = self._order((self.bottle, 5))
        self._confirmed((self.bottle, 5, {"price_unit": 12.0}))
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self.assertEqual(order.jxc_price_fall, 16.67)

    def test_many_orders_at_once(self):
        """S3: prices, margins, debts and credit of twenty orders take as many
        statements as those of two."""
        self._confirmed((self.bottle, 5))
        self._limit(1000)
        orders = self.env["sale.order"].browse()
        for number in range(20):
            partner = self.customer.copy({"name": f"C{number}"})
            orders |= self._order((self.bottle, 1), partner_id=partner.id)

        def statements(few):
            names = ("jxc_price_fall", "jxc_line_margin", "jxc_order_margin")
            self.env.flush_all()
            self.env.invalidate_all()
            for name in names:
                self.env.add_to_compute(orders._fields[name], few)
            before = self.env.cr.sql_log_count
            few.mapped("jxc_price_fall")
            few.mapped("jxc_credit_used")
            few.mapped("jxc_overdue_days")
            few.sudo().mapped("jxc_order_margin")
            return self.env.cr.sql_log_count - before

        few = statements(orders[:2].with_prefetch())
        self.assertLessEqual(statements(orders.with_prefetch()), few)

    # --- margin -------------------------------------------------------------------

    def test_margin(self):
        """S3: of the worst line and of the order; only for who sees costs."""
        rice = self._product("Rice", cost=8.0, price=8.2)
        order = self._order((self.bottle, 5), (rice, 1))
        order = order.sudo()
        self.assertEqual(order.jxc_line_margin, 2.44)
        self.assertEqual(order.jxc_order_margin, 34.71)
        order.order_line[1].price_unit = 0
        self.assertEqual(order.jxc_line_margin, -100.0)
        mine = order.with_user(self.salesperson)
        for name in ("jxc_line_margin", "jxc_order_margin"):
            with self.assertRaises(AccessError):
                mine.read([name])
            with self.assertRaises(AccessError):
                mine.search([(name, "<", 5)])
        order.with_user(self.manager).read(["jxc_line_margin", "jxc_order_margin"])

    def test_a_small_margin_needs_approval(self):
        """S3: 毛利率低于 5 %; what is shipped on top afterwards is not stopped."""
        self._switch_on("margin_5")
        rice = self._product("Rice", cost=8.0, price=8.2)
        self._stock(rice, 5)
        order = self._order((rice, 1))
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self._approve(order)
        self.assertEqual(order.state, "sale")
        good = self._confirmed((self.bottle, 1))
        picking = good.sudo().picking_ids
        self.env["stock.move"].create(
            {
                "product_id": rice.id,
                "product_uom_qty": 1,
                "picking_id": picking.id,
                "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id,
            }
        )._action_confirm()
        self._ship(good, user=self.manager)
        self.assertEqual(good.sudo().jxc_order_margin, 40.0)
        with self.assertRaises(UserError):
            good.sudo().order_line[:1].price_unit = 6.1

    # --- debts --------------------------------------------------------------------

    def test_an_overdue_customer(self):
        """S3: 逾期超过 30 天, by the oldest open invoice, until it is paid."""
        self._switch_on("overdue_30")
        self._debt(100, 10)
        self._confirmed((self.bottle, 1))
        old = self._debt(100, 31)
        order = self._order((self.bottle, 1))
        self.assertEqual(order.jxc_overdue_days, 31)
        for condition, meets in (
            ((">", 30), True),
            ((">", 31), False),
            (("<=", 0), False),
            (("in", [31]), True),
            (("<", 40), True),
        ):
            found = self._found(order, "jxc_overdue_days", *condition)
            self.assertEqual(found, meets, condition)
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self.assertTrue(self._found(order, "jxc_approval_state", "=", "pending"))
        old.button_draft()
        order.invalidate_recordset()
        self.assertEqual(order.jxc_overdue_days, 10)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_confirmed_order_does_not_ask_again(self):
        """S3: a customer who is late afterwards neither stops his order nor makes it
        say that it needs an approval."""
        self._switch_on("overdue_30")
        order = self._confirmed((self.bottle, 1))
        self._debt(100, 31)
        order.invalidate_recordset()
        self.assertEqual(order.jxc_approval_state, "none")
        order.note = "by the back door"
        self._ship(order)

    def test_credit(self):
        """S3: 超信用额度: debts, open orders and this one; invoicing moves nothing."""
        self._switch_on("over_credit")
        self._limit(200)
        self._debt(100, 0)
        first = self._confirmed((self.bottle, 5))
        self.assertEqual(first.jxc_credit_used, 75.0)
        order = self._order((self.bottle, 6))
        self.assertEqual((order.jxc_credit_used, order.jxc_over_credit), (105.0, 10.0))
        self.assertTrue(self._found(order, "jxc_credit_used", ">", 100))
        self.assertFalse(self._found(order, "jxc_over_credit", "=", 0))
        self._ship(first)
        self._invoices(first).action_post()
        order.invalidate_recordset()
        self.assertEqual(order.jxc_credit_used, 105.0)
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        order.order_line.product_uom_qty = 5
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.jxc_credit_used, 100.0)
        for one in (first, order):
            one.invalidate_recordset()
            self.assertTrue(self._found(one, "jxc_credit_used", ">=", 100))
            self.assertFalse(self._found(one, "jxc_credit_used", "<", 100))
            self.assertTrue(self._found(one, "jxc_over_credit", "<=", 0))
        other = self.env["res.partner"].create({"name": "Another"})
        free = self._confirmed((self.bottle, 1), partner_id=other.id)
        self.assertTrue(self._found(free, "jxc_credit_used", "=", 0))
        self.assertFalse(self._found(free, "jxc_credit_used", ">", 0))

    def test_two_orders_share_the_credit(self):
        """S3: neither confirmed together nor with a figure of one's own choice does
        the second one pass; who confirms it meanwhile waits for the first."""
        self._switch_on("over_credit")
        self._limit(100)
        orders = self._order((self.bottle, 6)) | self._order((self.bottle, 6))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            orders.action_confirm()
        orders.invalidate_recordset()
        orders[0].action_confirm()
        self.assertEqual(orders[0].state, "sale")
        key = f"credit:{self.company.id}:{self.customer.id}"
        self.assertTrue(self.env["jxc.lock"].search([("key", "=", key)]))
        for values in ({}, {"jxc_credit_used": 1.0}):
            line = Command.create({"product_id": self.bottle.id, "product_uom_qty": 6})
            with self.assertRaises(UserError), self.env.cr.savepoint():
                orders[0].write({"order_line": [line], **values})
        orders[1].action_confirm()
        self.assertEqual(orders[1].jxc_approval_state, "pending")

    def test_what_will_not_be_shipped_takes_no_credit(self):
        """S3: a delivery closed short, or returned, is no debt."""
        self._limit(200)
        order = self._confirmed((self.bottle, 5))
        picking = order.sudo().picking_ids.with_user(self.keeper)
        picking.move_ids.quantity = 3
        picking.move_ids.picked = True
        picking.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=picking.ids
        ).button_validate()
        order.invalidate_recordset()
        self.assertEqual(order.jxc_credit_used, 15.0)

    def test_for_who_sells(self):
        """F2: a keeper does not read what a customer owes."""
        order = self._order((self.bottle, 1))
        for name in ("jxc_credit_used", "jxc_overdue_days", "jxc_price_fall"):
            order.read([name])
            with self.assertRaises(AccessError):
                order.with_user(self.keeper).read([name])

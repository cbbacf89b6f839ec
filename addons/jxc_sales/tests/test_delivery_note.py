from decimal import Decimal

from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestDeliveryNote(SalesCase):
    """S1, S4: the delivery note and the customer's debt on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.CNY")

    def _note(self, document, user=None):
        (note,) = document.with_user(user or self.salesperson)._jxc_notes()
        return note

    def _html(self, report, document, user):
        reports = self.env["ir.actions.report"].with_user(user)
        html, _kind = reports._render_qweb_html(report, document.ids)
        return html.decode()

    def _debts(self, document, user=None):
        balance = self._note(document, user)["balance"]
        return balance.before, balance.amount, balance.paid, balance.after

    def _pay(self, invoices, amount=None):
        invoices = invoices.with_user(self.accountant).sudo()
        invoices.filtered(lambda i: i.state == "draft").action_post()
        wizard = self.env["account.payment.register"].sudo()
        wizard = wizard.with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        wizard.create({"amount": amount} if amount else {}).action_create_payments()

    def test_debts_grow_with_each_order(self):
        """S1: 上次欠款, 本次金额, 最终欠款; drafts of what was shipped count."""
        first = self._confirmed((self.bottle, 10))
        self.assertEqual(self._debts(first), (0, 100, 0, 100))
        self._ship(first)
        self.assertEqual(self._invoices(first).state, "draft")
        self.assertEqual(self._debts(first), (0, 100, 0, 100))
        second = self._order((self.bottle, 5))
        self.assertEqual((second.jxc_debt, second.jxc_debt_after), (100, 150))
        self._pay(self._invoices(first), 30)
        second.invalidate_recordset()
        self.assertEqual((second.jxc_debt, second.jxc_debt_after), (70, 120))
        self.assertEqual(self._debts(first), (0, 100, 30, 70))

    def test_debts_of_part_deliveries(self):
        """S4: each delivery says what the customer owed before it, and after."""
        old = self._confirmed((self.bottle, 1))
        self._ship(old)
        order = self._confirmed((self.bottle, 10))
        first = self._ship(order, 4)
        self.assertEqual(self._debts(first), (10, 40, 0, 50))
        self._pay(self._invoices(order), 40)
        rest = order.picking_ids - first
        self.assertEqual(self._debts(first), (10, 40, 40, 10))
        self.assertEqual(self._debts(rest), (10, 60, 0, 70))
        self._ship(order)
        self.assertEqual(self._debts(rest), (10, 60, 0, 70))
        self._return(first, 4)
        order.invalidate_recordset()
        self.assertEqual(self._note(first)["rows"][0]["quantity"], 4)

    def test_an_invoice_of_two_orders_is_shared(self):
        one = self._confirmed((self.bottle, 3))
        two = self._confirmed((self.bottle, 7))
        both = one | two
        for order in both:
            order.picking_ids.move_ids.quantity = 0
        lines = both.sudo().order_line
        lines.qty_delivered = 0
        lines.product_id.invoice_policy = "order"
        lines.invalidate_recordset(["qty_to_invoice"])
        lines._compute_qty_to_invoice()
        invoices = both.sudo()._create_invoices()
        self.assertEqual(len(invoices), 1)
        self.assertEqual(self._debts(one), (70, 30, 0, 100))
        self.assertEqual(self._debts(two), (30, 70, 0, 100))

    def test_prices_and_words(self):
        order = self._confirmed((self.bottle, 3, {"price_unit": 10.5}))
        note = self._note(order)
        self.assertEqual(note["words"], "人民币叁拾壹元伍角")
        self.assertEqual(note["rows"][0]["amount"], 31.5)
        picking = self._ship(order, 2)
        note = self._note(picking)
        self.assertEqual(note["total"], 21)
        self.assertEqual(note["words"], "人民币贰拾壹元整")
        html = self._html("jxc_sales.delivery_note_picking", picking, self.manager)
        self.assertIn("人民币贰拾壹元整", html)
        self.assertIn(self.customer.street, html)

    def test_who_multiplies_finds_the_amount(self):
        """S7: 17 of 21 bottles, taxed and discounted: as many decimals as it takes."""
        tax = self.env["account.tax"].create({"name": "13", "amount": 13})
        line = {"price_unit": 12.64, "discount": 1.5, "tax_ids": tax.ids}
        order = self._confirmed((self.bottle, 21, line))
        picking = self._ship(order, 17)
        [row] = self._note(picking)["rows"]
        shown = Decimal(f"{row['price']:.{row['price_digits']}f}")
        self.assertGreater(row["price_digits"], 2)
        self.assertEqual(round(shown * 17, 2), Decimal(str(row["amount"])))
        html = self._html("jxc_sales.delivery_note_picking", picking, self.manager)
        self.assertIn(f">{shown}<", html)

    def test_what_is_printed_is_set(self):
        """By company, and by customer before it."""
        order = self._confirmed((self.bottle, 3))
        self.company.jxc_note_content = "goods"
        note = self._note(order)
        self.assertFalse(note["with_prices"] or note["with_debts"])
        self.customer.jxc_note_content = "prices"
        note = self._note(order)
        self.assertTrue(note["with_prices"])
        self.assertFalse(note["with_debts"])
        html = self._html("jxc_sales.delivery_note_order", order, self.salesperson)
        self.assertIn("叁拾元整", html)
        self.assertNotIn('name="debts"', html)

    def test_a_keeper_prints_no_prices(self):
        """S4: what the keeper may not read is not on his paper either."""
        order = self._confirmed((self.bottle, 3))
        picking = order.picking_ids
        note = self._note(picking, self.keeper)
        self.assertFalse(note["with_prices"] or note["with_debts"])
        html = self._html("jxc_sales.delivery_note_picking", picking, self.keeper)
        self.assertIn(self.bottle.name, html)
        self.assertNotIn("叁拾元整", html)
        self.assertNotIn("30.00", html)

    def test_debts_of_many_orders_in_few_queries(self):
        orders = self.env["sale.order"]
        for _number in range(12):
            orders |= self._confirmed((self.bottle, 1))
        for order in orders[:6]:
            self._ship(order)
        counts = []
        for some in (orders[3:9], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            some.mapped("jxc_debt")
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[1], counts[0], counts)

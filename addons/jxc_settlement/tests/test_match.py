from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestMatch(SettlementCase):
    def test_a_partner_s_open_items_stand_in_two_lists(self):
        """S9: choosing a customer shows what he owes and what he paid, with ages."""
        invoice = self._invoice(1000, days_ago=40)
        self._invoice(77, move_type="in_invoice")
        payment = self._pay(600, days_ago=3)
        with Form(self.env["jxc.settlement.match"]) as form:
            form.partner_id = self.customer
        workbench = form.record
        self.assertEqual(workbench.side, "receivable")
        self.assertEqual(workbench.debit_line_ids.move_id, invoice)
        self.assertEqual(workbench.credit_line_ids.move_id, payment.move_id)
        self.assertEqual(workbench.debit_line_ids.residual_seen, 1000)
        self.assertEqual(workbench.debit_line_ids.age, 40)
        self.assertFalse(workbench.pair_ids, "nothing is ticked yet")

    def test_a_vendor_opens_on_the_payable_side(self):
        """P10: bills are settled on the same screen, debit and credit exchanged."""
        bill = self._invoice(500, move_type="in_invoice")
        payment = self._pay(200, payment_type="outbound")
        action = self.vendor.action_jxc_settlement_match()
        with Form(
            self.env["jxc.settlement.match"].with_context(**action["context"])
        ) as form:
            pass
        workbench = form.record
        self.assertEqual(workbench.side, "payable")
        self._tick(workbench, bill)
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        self.assertEqual(bill.amount_residual, 300)
        self.assertEqual(bill.payment_state, "partial")

    def test_only_partners_with_open_items_are_offered(self):
        """S9: the list to choose from is short: who has something open on that side."""
        invoice = self._invoice(100)
        self._pay(100)
        partners = self.env["res.partner"]
        both = [("id", "in", (self.customer + self.vendor).ids)]
        receivable = [*both, ("jxc_open_side", "=", "receivable")]
        self.assertEqual(partners.search(receivable), self.customer)
        self.assertEqual(self.customer.jxc_open_side, "receivable")
        self.assertFalse(self.vendor.jxc_open_side)
        self._invoice(5, move_type="in_invoice")
        payable = [*both, ("jxc_open_side", "=", "payable")]
        self.assertEqual(partners.search(payable), self.vendor)
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(partners.search(receivable))

    def test_oldest_first_is_shown_before_it_is_done(self):
        """S9: the proposal takes the oldest invoices; the accountant then posts it."""
        old = self._invoice(100, days_ago=60)
        young = self._invoice(300, days_ago=10)
        self._invoice(50)
        self._pay(250)
        workbench = self._workbench()
        workbench.action_oldest_first()
        self.assertEqual(
            [(p.debit_id.move_id, p.amount) for p in workbench.pair_ids],
            [(old, 100), (young, 150)],
        )
        self.assertEqual(workbench.pair_total, 250)
        self.assertEqual(old.amount_residual, 100, "nothing is posted yet")
        workbench.action_match()
        self.assertEqual(old.payment_state, "paid")
        self.assertEqual(young.amount_residual, 150)
        self.assertFalse(workbench.credit_line_ids, "the payment is used up")
        self.assertEqual(sum(workbench.debit_line_ids.mapped("residual_seen")), 200)

    def test_chosen_items_are_matched_and_no_others(self):
        """S9: the accountant ticks a younger invoice; the older one stays open."""
        old = self._invoice(100, days_ago=60)
        young = self._invoice(100, days_ago=10)
        payment = self._pay(100)
        workbench = self._workbench()
        self._tick(workbench, young)
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        self.assertEqual(old.amount_residual, 100)
        self.assertEqual(young.payment_state, "paid")
        self.assertTrue(self._item(young).full_reconcile_id)

    def test_a_chosen_amount_is_matched_to_the_cent(self):
        """S9: part of an invoice with part of a payment; both stay open."""
        first = self._invoice(100, days_ago=20)
        second = self._invoice(80, days_ago=10)
        payment = self._pay(150)
        workbench = self._workbench()
        self._tick(workbench, first, 33.33)
        self._tick(workbench, second, 44.44)
        self._tick(workbench, payment.move_id)
        self.assertEqual(workbench.pair_total, 77.77)
        workbench.action_match()
        self.assertEqual(first.amount_residual, 66.67)
        self.assertEqual(second.amount_residual, 35.56)
        self.assertEqual(self._item(payment.move_id).amount_residual, -72.23)
        self.assertEqual(sorted(workbench.partial_ids.mapped("amount")), [33.33, 44.44])

    def test_ticking_the_screen_shows_the_pairs_at_once(self):
        """S9: the pairs follow the ticks on the screen, before anything is saved."""
        self._invoice(100)
        self._pay(60)
        with Form(self._workbench()) as form:
            for name in ("debit_line_ids", "credit_line_ids"):
                with getattr(form, name).edit(0) as line:
                    line.selected = True
            self.assertEqual(form.pair_total, 60)
            self.assertEqual(form.difference, 40)

    def test_credit_notes_are_matched_with_invoices(self):
        """S7: what was returned reduces what is owed."""
        invoice = self._invoice(100, days_ago=5)
        refund = self._invoice(30, move_type="out_refund")
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertEqual(invoice.amount_residual, 70)
        self.assertEqual(refund.payment_state, "paid")

    def test_a_stale_screen_is_refused(self):
        """S9: another accountant was faster; the figures shown are no longer true."""
        invoice = self._invoice(100)
        payment = self._pay(60)
        first, second = self._workbench(), self._workbench()
        for workbench in (first, second):
            workbench.action_oldest_first()
        first.action_match()
        with self.assertRaisesRegex(UserError, "changed since the list was read"):
            second.action_match()
        self.assertEqual(invoice.amount_residual, 40)
        self.assertEqual(len(self._item(payment.move_id).matched_debit_ids), 1)

    def test_more_than_is_open_is_refused(self):
        """S9: no amount above the open amount can be matched, on either side."""
        invoice = self._invoice(100)
        payment = self._pay(500)
        workbench = self._workbench()
        self._tick(workbench, payment.move_id)
        for amount in (100.01, -5):
            self._tick(workbench, invoice, amount)
            with self.assertRaisesRegex(UserError, "cannot be matched"):
                workbench.action_match()
        self.assertEqual(invoice.amount_residual, 100)

    def test_one_side_only_says_what_to_do(self):
        """S9: without a payment there is nothing to match, and the screen says so."""
        invoice = self._invoice(100)
        workbench = self._workbench()
        with self.assertRaisesRegex(UserError, "Register a payment first"):
            workbench.action_oldest_first()
        self._tick(workbench, invoice)
        with self.assertRaisesRegex(UserError, "at least one debit and one credit"):
            workbench.action_match()

    def test_a_match_can_be_undone_and_leaves_a_trace(self):
        """S9: undoing opens both items again; both documents tell who did what."""
        invoice = self._invoice(100)
        payment = self._pay(60)
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertIn("Matched", invoice.message_ids[0].body)
        workbench.partial_ids.with_context(
            jxc_workbench_id=workbench.id
        ).action_jxc_unmatch()
        self.assertEqual(workbench.debit_line_ids.residual_seen, 100, "read again")
        self.assertEqual(invoice.amount_residual, 100)
        self.assertEqual(self._item(payment.move_id).amount_residual, -60)
        for move, other in ((invoice, payment.move_id), (payment.move_id, invoice)):
            message = move.message_ids[0]
            self.assertIn("undone", message.body)
            self.assertIn(other.name, message.body)
            self.assertEqual(message.author_id, self.accountant.partner_id)

    def test_foreign_currency_in_parts(self):
        """S9: half of an invoice in dollars; the rest stays open in both currencies."""
        dollar = self.env.ref("base.USD").sudo()
        dollar.active = True
        self.env["res.currency.rate"].sudo().create(
            [
                {
                    "currency_id": dollar.id,
                    "name": self.today.replace(day=1),
                    "rate": rate,
                }
                for rate in (0.125,)
            ]
        )
        invoice = self._invoice(100, currency_id=dollar.id)
        payment = self._pay(40, currency_id=dollar.id)
        workbench = self._workbench(currency_id=dollar.id)
        self._tick(workbench, invoice, 25)
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        item = self._item(invoice)
        self.assertEqual(item.amount_residual_currency, 75)
        self.assertEqual(item.amount_residual, 600)
        self.assertEqual(self._item(payment.move_id).amount_residual_currency, -15)

    def test_other_roles_cannot_match(self):
        """F2: settling is for accountants."""
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            with self.assertRaises(AccessError):
                self.env["jxc.settlement.match"].with_user(user).create({})

    def test_amounts_in_a_client_s_context_do_nothing(self):
        """F2: the host's own matching cannot be bent by a context from outside."""
        invoice = self._invoice(100)
        payment = self._pay(100)
        items = self._item(invoice) + self._item(payment.move_id)
        items.with_context(jxc_amounts={str(items.ids): 1}).reconcile()
        self.assertEqual(invoice.amount_residual, 0)

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import BankCase


@tagged("post_install", "-at_install")
class TestProposal(BankCase):
    """S9, P10: who paid and for what; the certain ones in one step."""

    def _one(self, amount, *facts, **values):
        return self._take(self._row(amount, 0, *facts), **values).ensure_one()

    def _accounts(self, line):
        return {item.account_id: item.balance for item in line.line_ids}

    def test_partner_by_name_and_invoice_by_amount(self):
        """S9: full-width and without the form of the company; matched in one step."""
        self.customer.sudo().name = "上海街角小店有限公司"
        old, young = self._invoice(50, 20), self._invoice(80, 2)
        line = self._one(80, "上海街角（小店）有限责任公司")
        self.assertEqual(line.jxc_partner_id, self.customer)
        self.assertEqual(line.jxc_item_ids, self._item(young))
        self.assertEqual((line.jxc_certainty, line.jxc_reason), ("certain", "amount"))
        self.assertFalse(line.is_reconciled, "nothing is booked yet")
        line.action_jxc_accept()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.partner_id, self.customer)
        self.assertEqual(young.payment_state, "paid")
        self.assertEqual(old.amount_residual, 50)
        self.assertEqual(
            self._accounts(line),
            {self.bank.default_account_id: 80, self._item(young).account_id: -80},
        )
        self.assertIn("Matched", young.message_ids[0].body)

    def test_partner_by_account_number(self):
        """S9: the name is cut off; the number is the vendor's."""
        self.env["res.partner.bank"].sudo().create(
            {"acc_number": "6222 0000-1111", "partner_id": self.vendor.id}
        )
        bill = self._invoice(500, move_type="in_invoice")
        line = self._one(-500, "N", "622200001111")
        self.assertEqual(
            (line.jxc_partner_id, line.jxc_certainty), (self.vendor, "certain")
        )
        line.action_jxc_accept()
        self.assertEqual(bill.payment_state, "paid")

    def test_invoice_by_number_in_the_text(self):
        """S9: the payer names a younger invoice; it goes before the amount."""
        invoices = [self._invoice(60, days) for days in (9, 8, 7)]
        line = self._one(60, "Corner Shop", "", f"货款{invoices[2].name}")
        self.assertEqual(line.jxc_item_ids, self._item(invoices[2]))
        self.assertEqual((line.jxc_certainty, line.jxc_reason), ("certain", "number"))

    def test_oldest_first_is_likely_only(self):
        """S9: no amount fits; the oldest are proposed, in part, for a person to see."""
        invoices = [self._invoice(60, days) for days in (9, 8, 7)]
        line = self._one(100, "Corner Shop")
        self.assertEqual((line.jxc_certainty, line.jxc_reason), ("likely", "oldest"))
        line.action_jxc_accept()
        self.assertEqual([move.amount_residual for move in invoices], [0, 20, 60])

    def test_what_is_left_is_an_advance(self):
        """S8: more than is open; the rest stands open for the customer."""
        invoice = self._invoice(60)
        line = self._one(100, "Corner Shop")
        line.action_jxc_accept()
        self.assertEqual(invoice.payment_state, "paid")
        rest = self.env["jxc.settlement.match"].create(
            {"partner_id": self.customer.id, "side": "receivable"}
        )
        self.assertEqual(rest.credit_line_ids.residual_seen, 40)

    def test_two_lines_do_not_share_an_invoice(self):
        """S9: one invoice, paid twice: the second is an advance."""
        self._invoice(60)
        rows = [self._row(60, 1, "Corner Shop", serial=str(n)) for n in range(2)]
        first, second = self._take(*rows)
        self.assertEqual((first.jxc_reason, second.jxc_reason), ("amount", "advance"))
        self.assertFalse(second.jxc_item_ids)

    def test_the_certain_ones_in_one_step(self):
        """S9: known ones are booked, the others stay in the list."""
        sure, unsure = self._invoice(60), self._invoice(80)
        rows = (
            self._row(60, 1, "Corner Shop", serial="1"),
            self._row(7, 1, "Corner Shop", serial="2"),
            self._row(9, 1, "Somebody", serial="3"),
        )
        lines = self._take(*rows)
        answer = self.env["account.bank.statement.line"].action_jxc_accept_certain()
        self.assertIn("1 bank lines were matched; 2", answer["params"]["message"])
        self.assertEqual(lines.mapped("is_reconciled"), [True, False, False])
        self.assertEqual(sure.payment_state, "paid")
        self.assertEqual(unsure.amount_residual, 80)
        self.assertEqual(lines[2].jxc_certainty, "none")

    def test_a_choice_is_learnt(self):
        """S9: who pays for the customer is told once, and known from then on."""
        self._invoice(60)
        line = self._one(60, "Boss Zhang", "9999")
        self.assertEqual(line.jxc_certainty, "none")
        with self.assertRaisesRegex(UserError, "Choose a partner"):
            line.action_jxc_accept()
        form = Form(line, "jxc_bank.account_bank_statement_line_view_form")
        form.jxc_partner_id = self.customer
        line = form.save()
        self.assertEqual(len(line.jxc_item_ids), 1, "his items come with him")
        line.action_jxc_accept()
        self._invoice(70)
        again = self._one(70, "Zhang", "9999")
        self.assertEqual(
            (again.jxc_partner_id, again.jxc_certainty), (self.customer, "certain")
        )
        out = self._one(-70, "Zhang", "9999")
        self.assertEqual(out.jxc_certainty, "none", "money out is another thing")

    def test_bank_fees_are_learnt_by_their_text(self):
        """S9: an account instead of a partner; next month by itself."""
        fees = self.company._jxc_difference_account("fee", True)
        line = self._one(-15, "", "", "对公账户服务费202601")
        line.jxc_account_id = fees
        line.action_jxc_accept()
        self.assertEqual(self._accounts(line)[fees], 15)
        self.assertTrue(line.is_reconciled)
        again = self._one(-16, "", "", "对公账户服务费202602")
        self.assertEqual((again.jxc_account_id, again.jxc_certainty), (fees, "certain"))

    def test_undoing_opens_both(self):
        """S9: line and invoice are open again; the invoice tells."""
        invoice = self._invoice(80)
        line = self._one(80, "Corner Shop")
        line.action_jxc_accept()
        line.action_jxc_undo()
        self.assertFalse(line.is_reconciled)
        self.assertEqual(invoice.amount_residual, 80)
        self.assertIn("undone", invoice.message_ids[0].body)
        self.assertEqual(line.jxc_certainty, "certain", "proposed again")
        line.action_jxc_accept()
        self.assertEqual(invoice.payment_state, "paid")

    def test_what_is_no_longer_open_is_refused(self):
        """S9: somebody matched the invoice meanwhile."""
        invoice, payment = self._invoice(80), self._pay(33)
        line = self._one(80, "Corner Shop")
        items = self._item(invoice) + self._item(payment.move_id)
        self._pay(80)
        bench = self._workbench()
        bench.action_oldest_first()
        bench.action_match()
        self.assertTrue(items)
        with self.assertRaisesRegex(UserError, "no longer open"):
            line.action_jxc_accept()
        self.assertFalse(line.is_reconciled)

    def test_items_of_somebody_else_are_refused(self):
        """F2: a client writes another partner's item into the line."""
        other = self._invoice(80, partner_id=self.vendor.id)
        line = self._one(80, "Corner Shop")
        line.write(
            {"jxc_partner_id": self.customer.id, "jxc_item_ids": self._item(other).ids}
        )
        with self.assertRaisesRegex(UserError, "no longer open"):
            line.action_jxc_accept()
        self.assertEqual(other.amount_residual, 80)

    def test_a_payment_that_waits_for_the_bank_is_closed(self):
        """S8: with an outstanding account the bank line closes the payment."""
        waiting = self.env["account.account"].sudo().create(
            {
                "name": "Waiting",
                "code": "JXC95",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )  # fmt: skip
        self.bank.sudo().inbound_payment_method_line_ids.payment_account_id = waiting
        payment = self._pay(300, 2)
        line = self._one(300, "Corner Shop")
        self.assertEqual((line.jxc_certainty, line.jxc_reason), ("certain", "payment"))
        line.action_jxc_accept()
        self.assertEqual(payment.state, "paid")
        self.assertEqual(self._accounts(line)[waiting], -300)

    def test_dollars_at_two_rates(self):
        """S9: closed in dollars; the exchange difference is the host's."""
        money = self._foreign()
        self.bank.sudo().currency_id = money
        invoice = self._invoice(100, 20, currency_id=money.id)
        yuan = self._invoice(100)
        line = self._one(100, "Corner Shop")
        self.assertEqual(line.jxc_item_ids, self._item(invoice))
        line.action_jxc_accept()
        item = self._item(invoice)
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (0, 0))
        self.assertEqual(yuan.amount_residual, 100)
        self.assertTrue(line.is_reconciled)

    def test_another_company_s_partner_and_rules_are_not_seen(self):
        """F2: what one company learnt is not proposed in another one."""
        rules = self.env["jxc.bank.rule"].sudo()
        other = self.env["res.company"].sudo().create({"name": "Other"})
        rules.create(
            {
                "company_id": other.id,
                "kind": "name",
                "key": "bosszhang",
                "money": "in",
                "partner_id": self.customer.id,
            }
        )
        self.assertEqual(self._one(60, "Boss Zhang").jxc_certainty, "none")
        mine = rules.sudo(False).with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(mine.search([("key", "=", "bosszhang")]))

    def test_proposing_asks_as_often_for_many_as_for_few(self):
        """S9: who and for what, and writing it down: of 60 lines as of 6."""
        for days in range(66):
            self._invoice(days + 1, days)
        counts = []
        for many in (6, 60):
            lines = self._take(
                *(
                    self._row(n + 1, 0, "Corner Shop", serial=f"{many}-{n}")
                    for n in range(many)
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines._jxc_propose()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

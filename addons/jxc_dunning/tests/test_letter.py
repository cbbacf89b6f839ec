from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DunningCase


@tagged("post_install", "-at_install")
class TestLetter(DunningCase):
    """S9: a letter from the draft to the record that stays."""

    def test_what_was_paid_meanwhile_falls_out(self):
        """S9: between the draft and the sending; nothing left is no letter."""
        paid, open_one = self._invoice(100, days_ago=20), self._invoice(40, days_ago=20)
        letter = self._propose()
        self.assertEqual(letter.total, 140)
        bench = self._workbench()
        self._pay(100)
        bench.action_reload()
        bench.action_oldest_first()
        bench.action_match()
        self.assertEqual(paid.payment_state, "paid")
        letter.action_send()
        self.assertEqual(letter.line_ids.move_id, open_one)
        self.assertEqual((letter.state, letter.total), ("sent", 40))
        self._invoice(7, days_ago=20)
        letter = self._propose()
        self._pay(60)
        letter.action_send()
        self.assertEqual(letter.state, "cancel")
        self.assertIn("Nothing is left", letter.message_ids[0].body)

    def test_the_words_follow_the_highest_level_that_is_left(self):
        """S9: the second level is paid, the first stays: a reminder, not a demand."""
        old = self._invoice(100, days_ago=40)
        self._sent()
        self._invoice(50, days_ago=8)
        with self._later(14):
            letter = self._propose()
            self.assertEqual(letter.tone, "demand")
            old.jxc_dunning_hold = "Damaged"
            letter.action_refresh()
        self.assertEqual((letter.tone, letter.level_id), ("reminder", self.first))
        self.assertEqual(letter.text, "Text of Level One")

    def test_sent_is_told_on_the_invoice_and_to_the_salesperson(self):
        """S9: chatter of the invoice, history of the customer, to-do of the seller."""
        invoice = self._invoice(100, days_ago=40)
        letter = self._sent()
        self.assertIn(letter.name, invoice.message_ids[0].body)
        self.assertFalse(letter.activity_ids, "the first level is no to-do")
        with self._later(14):
            letter = self._sent()
        self.assertEqual(letter.activity_ids.user_id, self.salesperson)
        self.assertEqual(self.customer.jxc_dunning_count, 2)
        self.assertEqual(
            invoice.jxc_dunning_line_ids.level_id, self.first | self.second
        )
        action = self.customer.action_jxc_dunning_letters()
        self.assertEqual(len(self.letters.search(action["domain"])), 2)

    def test_the_ageing_tells_how_far_it_is(self):
        """S9: to the accountant and to the customer's salesperson; not of drafts."""
        invoice = self._invoice(100, days_ago=40)
        item = self._item(invoice)
        ageing = self.env["jxc.settlement.ageing"].with_user(self.salesperson)
        row = ageing.search([("move_line_id", "=", item.id)])
        letter = self._propose()
        self.assertFalse(row.dunning_level_id)
        letter.action_send()
        with self._later(14):
            self._propose()
        row.invalidate_recordset()
        self.assertEqual(row.dunning_level_id, self.first)
        self.assertEqual(row.date_dunned, self.today)

    def test_who_signs(self):
        """S9: whoever sends, the salesperson, or a certain person; by level."""
        self._invoice(100, days_ago=20)
        self.assertEqual(self._propose().signer_id, self.accountant)
        self.first.signed_by = "salesperson"
        self.assertEqual(self._propose().signer_id, self.salesperson)
        self.first.write({"signed_by": "person", "signer_id": self.manager.id})
        self.assertEqual(self._propose().signer_id, self.manager)

    def test_a_draft_taken_back_frees_its_level(self):
        """S9: undone before it was sent, it may be written again."""
        self._invoice(100, days_ago=20)
        letter = self._propose()
        letter.action_cancel()
        self.assertEqual(letter.state, "cancel")
        again = self._propose()
        self.assertEqual(again.level_id, self.first)
        self.assertTrue(letter.exists(), "the one taken back stays as a record")

    def test_what_was_sent_stays(self):
        """S9: it is not taken back, changed or deleted."""
        self._invoice(100, days_ago=20)
        letter = self._sent()
        for call in (letter.action_cancel, letter.unlink, letter.line_ids.unlink):
            with self.assertRaises(UserError):
                call()
        for values in (
            {"state": "draft"},
            {"text": "x"},
            {"total": 1},
            {"line_ids": [Command.clear()]},
        ):
            with self.assertRaises(UserError):
                letter.write(values)
        with self.assertRaises(UserError):
            letter.action_send()

    def test_a_person_takes_an_item_off_the_draft(self):
        """S9: and writes other words; both stay when it is sent."""
        self._invoice(100, days_ago=20)
        small = self._invoice(40, days_ago=20)
        letter = self._propose()
        line = letter.line_ids.filtered(lambda one: one.move_id == small)
        letter.write({"line_ids": [Command.delete(line.id)], "text": "Dear friends"})
        self.assertEqual(letter.total, 100)
        letter.action_send()
        self.assertEqual((letter.total, letter.text), (100, "Dear friends"))
        self.assertEqual(letter.other_total, 40)
        self.assertEqual(self._propose().line_ids.move_id, small)

    def test_the_printout(self):
        """S9, F3: in Chinese, with the items and the amount in words."""
        self.env["res.lang"].sudo()._activate_lang("zh_CN")
        self.customer.sudo().lang = "zh_CN"
        yuan = self.env.ref("base.CNY").sudo()
        yuan.active = True
        bank = self.env["res.partner.bank"].sudo()
        bank.create(
            {"acc_number": "6222 0001", "partner_id": self.company.partner_id.id}
        )
        invoice = self._invoice(1409.5, days_ago=20, currency_id=yuan.id)
        letter = self._sent()
        html, _kind = (
            self.env["ir.actions.report"]
            .sudo()
            ._render_qweb_html("jxc_dunning.jxc_dunning_letter_report", letter.ids)
        )
        text = html.decode()
        for words in (
            "付款提醒函",
            "人民币壹仟肆佰零玖元伍角",
            invoice.name,
            letter.name,
            "6222 0001",
            "逾期天数",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Days Overdue", text)

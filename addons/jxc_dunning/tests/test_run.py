from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import DunningCase


@tagged("post_install", "-at_install")
class TestRun(DunningCase):
    """S9: who is written to, about what, and how sternly."""

    def _levels(self, letter):
        return [
            (line.move_id, line.level_id, line.residual) for line in letter.line_ids
        ]

    def test_one_step_at_a_time_and_none_twice(self):
        """S9: first letter, nothing twice, the second after its days, the third."""
        invoice = self._invoice(100, days_ago=20)
        letter = self._propose()
        self.assertEqual(self._levels(letter), [(invoice, self.first, 100)])
        self.assertEqual(letter.line_ids.days, 20)
        self.assertEqual((letter.tone, letter.text), ("reminder", "Text of Level One"))
        letter.action_send()
        self.assertFalse(self._propose())
        with self._later(9):
            self.assertFalse(self._propose(), "29 days")
        with self._later(13):
            self.assertFalse(self._propose(), "33 days, but 13 after the letter")
        with self._later(14):
            letter = self._sent()
            self.assertEqual(self._levels(letter), [(invoice, self.second, 100)])
            self.assertEqual(letter.tone, "demand")
            self.assertFalse(self._propose())
        with self._later(60):
            self.assertEqual(self._sent().level_id, self.third)
        with self._later(400):
            self.assertFalse(self._propose(), "there is no fourth")

    def test_an_old_debt_begins_at_the_first_level(self):
        """S9: nobody gets a last demand out of the blue."""
        self._invoice(100, days_ago=300)
        self.assertEqual(self._propose().level_id, self.first)

    def test_not_due_not_written(self):
        """S9: the first letter comes seven days after the due date."""
        self._invoice(100, days_ago=6)
        self.assertFalse(self._propose())
        with self._later(1):
            self.assertTrue(self._propose())

    def test_several_items_are_one_letter_at_the_highest_level(self):
        """S9: each item at its own level; the words are those of the highest."""
        old = self._invoice(100, days_ago=40)
        self._sent()
        young = self._invoice(50, days_ago=8)
        with self._later(14):
            letter = self._propose()
        self.assertEqual(
            self._levels(letter),
            [(old, self.second, 100), (young, self.first, 50)],
        )
        self.assertEqual((letter.level_id, letter.total), (self.second, 150))

    def test_a_letter_for_each_currency(self):
        """S9: dollars are asked for in dollars."""
        money = self._foreign()
        self._invoice(100, days_ago=20)
        self._invoice(30, days_ago=20, currency_id=money.id)
        letters = self._propose()
        self.assertEqual(
            {(one.currency_id, one.total) for one in letters},
            {(self.company.currency_id, 100), (money, 30)},
        )

    def test_contacts_are_the_customer(self):
        """S9: an invoice to a branch is in the letter to its company."""
        branch = self.env["res.partner"].sudo().create(
            {"name": "Branch", "parent_id": self.customer.id, "type": "other"}
        )  # fmt: skip
        self._invoice(100, days_ago=20, partner_id=branch.id)
        self._invoice(10, days_ago=20)
        letter = self._propose()
        self.assertEqual((letter.partner_id, letter.total), (self.customer, 110))

    def test_another_company_asks_for_its_own(self):
        """S9: its items, its levels and its letters stand apart."""
        self._invoice(100, days_ago=20)
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.assertFalse(self._propose(company=other))
        self.assertEqual(self._propose().company_id, self.company)
        common = self.env["jxc.dunning.level"].sudo().create(
            {"name": "Common", "days": 900, "text": "x"}
        )  # fmt: skip
        ladder = self.env["jxc.dunning.level"]._jxc_ladder
        self.assertNotIn(common, ladder(self.company))
        self.assertIn(common, ladder(other))

    def test_items_in_dispute_are_left_out(self):
        """S9: a reason on the invoice, or a remark in a disputed statement."""
        held = self._invoice(100, days_ago=20)
        asked = self._invoice(40, days_ago=20)
        held.jxc_dunning_hold = "Damaged"
        letter = self._propose()
        self.assertEqual(letter.line_ids.move_id, asked)
        self.assertEqual(letter.other_total, 100)
        held.jxc_dunning_hold = False
        statement = self._statement()
        statement.action_send()
        line = statement.line_ids.filtered(lambda one: one.move_id == asked)
        line.remark = "Never came"
        statement.action_dispute()
        self.assertEqual(self._propose().line_ids.move_id, held)
        statement.action_confirm()
        self.assertEqual(self._propose().line_ids.move_id, held + asked)

    def test_a_statement_disputed_as_a_whole(self):
        """S9: no document is named, so none of them is asked for."""
        self._invoice(100, days_ago=20)
        statement = self._statement()
        statement.action_send()
        statement.partner_remark = "All wrong"
        statement.action_dispute()
        self._invoice(7, days_ago=50)
        self.assertEqual(self._propose().total, 7, "not in that statement")

    def test_a_customer_who_is_spared(self):
        """S9: by this company, with a reason, until a day."""
        self._invoice(100, days_ago=20)
        pause = self.env["jxc.dunning.pause"].create(
            {
                "partner_id": self.customer.id,
                "reason": "Pays by instalments",
                "date_until": self.today,
            }
        )
        run = self.letters.make(self.company, self.customer)
        self.assertEqual((len(run.letters), run.held), (0, 1))
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.assertFalse(self.customer._jxc_dunning_paused(other))
        with self._later(1):
            self.assertTrue(self._propose())
        pause.date_until = False
        with self._later(1):
            self.assertFalse(self._propose())
        contact = self.customer.sudo().copy({"parent_id": self.customer.id})
        with self.assertRaises(ValidationError):
            pause.partner_id = contact

    def test_money_that_is_not_matched_counts(self):
        """S9: who has paid is not asked; a part of it is taken off."""
        old = self._invoice(100, days_ago=20)
        young = self._invoice(60, days_ago=10)
        self._pay(130)
        run = self.letters.make(self.company, self.customer)
        self.assertEqual(self._levels(run.letters), [(young, self.first, 30)])
        self.assertEqual(run.covered, 1)
        self._pay(30)
        self.assertFalse(self._propose())
        self.assertEqual(old.amount_residual, 100)

    def test_little_money_is_not_written_about(self):
        """S9: less than the company's minimum, in the letter's currency."""
        money = self._foreign()
        self.company.sudo().jxc_dunning_minimum = 100
        self._invoice(99, days_ago=20)
        self._invoice(15.5, days_ago=20, currency_id=money.id)
        run = self.letters.make(self.company, self.customer)
        self.assertEqual((run.letters.currency_id, run.small), (money, 1))

    def test_drafts_are_made_again(self):
        """S9: run twice, there is one letter, of what is open now."""
        self._invoice(100, days_ago=20)
        first = self._propose()
        self._invoice(50, days_ago=20)
        self.assertEqual(self._propose().total, 150)
        self.assertFalse(first.exists())
        other = self.customer.sudo().copy({"name": "Other Shop"})
        self._propose(other)
        domain = [("partner_id", "=", self.customer.id)]
        self.assertEqual(len(self.letters.search(domain)), 1, "not of this run")

    def test_the_dialog_tells_who_was_left_out(self):
        """S9: how many were drafted, and why others were not."""
        held, _asked = self._invoice(100, days_ago=20), self._invoice(40, days_ago=20)
        held.jxc_dunning_hold = "Damaged"
        dialog = self.env["jxc.dunning.run"].create({"partner_ids": self.customer.ids})
        action = dialog.action_propose()
        self.assertIn("dispute", action["params"]["message"])
        letters = self.letters.search(action["params"]["next"]["domain"])
        self.assertEqual(letters.total, 40)
        letters.action_send()
        with self.assertRaisesRegex(UserError, "No letter is due"):
            dialog.action_propose()

    def test_many_customers_are_read_as_one(self):
        """S9: the queries of a run do not grow with the customers."""
        counts = []
        for many in (3, 30):
            partners = self.customer.sudo().create(
                [{"name": f"Shop {many} {n}", "email": "x@y"} for n in range(many)]
            )
            for partner in partners:
                self._invoice(10, days_ago=20, partner_id=partner.id)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            letters = self._propose(*partners)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(letters), many)
        self.assertLessEqual(counts[1], counts[0] + 3, counts)

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestStatement(SettlementCase):
    def _rows(self, statement):
        return [
            (line.kind, line.increase, line.decrease, line.balance)
            for line in statement.line_ids
        ]

    def test_opening_movements_closing(self):
        """S9: what was before is the opening balance, the rest stands in order."""
        self._invoice(100, days_ago=40)
        self._pay(30, days_ago=35)
        self._invoice(50.05, days_ago=20)
        self._invoice(10, days_ago=10, move_type="out_refund")
        self._pay(60, days_ago=5)
        statement = self._statement()
        self.assertEqual(statement.opening, 70)
        self.assertEqual(
            self._rows(statement),
            [
                ("invoice", 50.05, 0, 120.05),
                ("refund", 0, 10, 110.05),
                ("payment", 0, 60, 50.05),
            ],
        )
        self.assertEqual(statement.closing, 50.05)

    def test_right_at_a_past_date(self):
        """S9: what was matched or posted since does not change the past."""
        invoice = self._invoice(100, days_ago=40)
        payment = self._pay(100, days_ago=2)
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "paid")
        statement = self._statement(first=60, last=10)
        self.assertEqual((statement.opening, statement.closing), (0, 100))
        self.assertNotIn(payment.move_id, statement.line_ids.move_id)

    def test_vendors_stand_the_other_way_round(self):
        """P10: a bill adds to what we owe the vendor."""
        self._invoice(80, days_ago=9, move_type="in_invoice", ref="V-77")
        self._pay(30, days_ago=5, payment_type="outbound")
        statement = self._statement("payable")
        self.assertEqual(
            self._rows(statement), [("invoice", 80, 0, 80), ("payment", 0, 30, 50)]
        )
        self.assertEqual(statement.line_ids[0].ref, "V-77")

    def test_goods_behind_each_invoice(self):
        """S9: the lines of goods, returns negative."""
        self._invoice(80, days_ago=9)
        self._invoice(20, days_ago=8, move_type="out_refund")
        goods = self._statement().line_ids.goods_ids
        self.assertEqual(goods.mapped("quantity"), [1, -1])
        self.assertEqual(goods.mapped("amount"), [80, -20])

    def test_each_currency_by_itself(self):
        """S9: dollars are not added to yuan; exchange differences are no movements."""
        other = self.env.ref("base.EUR")
        if other == self.company.currency_id:
            other = self.env.ref("base.USD")
        other.sudo().active = True
        self._invoice(100, days_ago=9)
        self._invoice(70, days_ago=8, currency_id=other.id)
        statements = self._statement()
        self.assertEqual(
            {s.currency_id: s.closing for s in statements},
            {self.company.currency_id: 100, other: 70},
        )

    def test_made_once_and_drafts_read_again(self):
        """P10, S9: one per partner, period and currency; a draft follows the books."""
        self._invoice(100, days_ago=9)
        first = self._statement()
        self._invoice(11, days_ago=8)
        self.assertEqual(self._statement(), first)
        self.assertEqual(first.closing, 111)

    def test_frozen_once_sent(self):
        """P10, S9: a later change is shown as a difference, the figures stay."""
        invoice = self._invoice(100, days_ago=9)
        statement = self._statement()
        statement.action_send()
        self.assertFalse(statement.change_text)
        late = self._invoice(25, days_ago=8)
        invoice.button_draft()
        statement.invalidate_recordset()
        self.assertEqual((statement.closing, statement.difference), (100, -75))
        self.assertIn(late.name, statement.change_text)
        self.assertEqual(self._statement(), statement)
        self.assertEqual((statement.closing, len(statement.line_ids)), (100, 1))

    def test_changes_that_even_out_are_shown_too(self):
        """P10: the same sum by other documents is a change."""
        invoice = self._invoice(100, days_ago=9)
        statement = self._statement()
        statement.action_send()
        self._invoice(100, days_ago=8)
        invoice.button_draft()
        statement.invalidate_recordset()
        self.assertFalse(statement.difference)
        self.assertTrue(statement.change_text)

    def test_disagreement_is_a_to_do(self):
        """P10, S9: with the remark at its document; a new statement replaces it."""
        self._invoice(100, days_ago=9)
        statement = self._statement()
        statement.action_send()
        with self.assertRaisesRegex(UserError, "remark"):
            statement.action_dispute()
        statement.line_ids.remark = "Never received"
        statement.action_dispute()
        self.assertEqual(statement.activity_ids.user_id, self.accountant)
        self.assertIn("Never received", statement.activity_ids.note)
        self._invoice(40, days_ago=8, move_type="out_refund")
        new = self.env["jxc.statement"].browse(statement.action_replace()["res_id"])
        self.assertEqual((statement.state, new.state), ("cancel", "draft"))
        self.assertEqual(new.closing, 60)
        new.action_send()
        new.action_confirm()
        self.assertEqual(new.answered_by, self.accountant.name)

    def test_made_from_the_dialog(self):
        """S9: for everybody with a balance, or for who is chosen."""
        self._invoice(100, days_ago=9)
        form = Form(self.env["jxc.statement.make"])
        form.date_from = self.today - timedelta(days=30)
        form.date_to = self.today
        found = self.env["jxc.statement"].search(form.save().action_make()["domain"])
        self.assertIn(self.customer, found.partner_id)
        self.assertNotIn(self.vendor, found.partner_id)
        form.partner_ids.add(self.vendor)
        with self.assertRaises(UserError):
            form.save().action_make()

    def test_figures_are_not_written_by_hand(self):
        """F2: an accountant neither makes up figures nor skips a state."""
        self._invoice(100, days_ago=9)
        statement = self._statement()
        for values in (
            {"closing": 1},
            {"state": "confirmed"},
            {"line_ids": [Command.clear()]},
            {"partner_id": self.vendor.id},
            {"date_to": self.today + timedelta(days=1)},
        ):
            with self.assertRaises(UserError):
                statement.write(values)
        with self.assertRaises(UserError):
            statement.line_ids.write({"increase": 1})
        with self.assertRaises(AccessError):
            statement.copy()
        with self.assertRaises(AccessError):
            statement.line_ids.goods_ids.write({"amount": 1})
        with self.assertRaises(UserError):
            statement.action_confirm()
        statement.action_send()
        with self.assertRaises(UserError):
            statement.unlink()

    def test_other_roles_do_not_see_statements(self):
        """F2: salespeople and keepers neither read nor send them."""
        self._invoice(100, days_ago=9)
        statement = self._statement()
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            theirs = statement.with_user(user)
            for call in (
                theirs.action_send,
                theirs.action_refresh,
                lambda theirs=theirs: theirs.read(["closing"]),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_companies_do_not_see_each_other(self):
        """F2: a statement of another company is neither read nor sent."""
        self._invoice(100, days_ago=9)
        statement = self._statement()
        root = self.env["res.company"].sudo()
        other = root.create({"name": "Elsewhere"})
        self.accountant.sudo().write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        theirs = statement.with_user(self.accountant).with_company(other)
        theirs.invalidate_recordset()
        with self.assertRaises(AccessError):
            theirs.action_send()
        self.assertFalse(theirs.search([("id", "=", statement.id)]))

    def test_differences_of_many_cost_one_query(self):
        """P10: a list of a period's statements asks the books once."""
        for number in range(12):
            partner = self.customer.sudo().copy({"name": f"Shop {number}"})
            self._invoice(10, days_ago=9, partner_id=partner.id)
        partners = self.env["res.partner"].search([("name", "=like", "Shop %")])
        statements = self.env["jxc.statement"].make(
            self.company,
            "receivable",
            self.today - timedelta(days=30),
            self.today,
            partners,
        )
        statements.action_send()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            statements.mapped("difference")

    def test_making_many_costs_few_queries_each(self):
        """P10: their lines are written together, whoever they belong to."""
        partners = self.customer.browse()
        for number in range(12):
            partner = self.customer.sudo().copy({"name": f"Shop {number}"})
            self._invoice(10, days_ago=9, partner_id=partner.id)
            partners |= partner.sudo(False)
        first, last = self.today - timedelta(days=30), self.today
        make = self.env["jxc.statement"].make
        make(self.company, "receivable", first, last, partners[0])
        self.env.flush_all()
        self.env.invalidate_all()
        # Two a statement are its number.
        with self.assertQueryCount(30 + 2 * 11):
            make(self.company, "receivable", first, last, partners)
            self.env.flush_all()

    def test_printed_in_the_partners_language(self):
        """S9, F3: opening, documents, goods and closing stand on the paper."""
        self._invoice(100, days_ago=9)
        statement = self._statement()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "jxc_settlement.jxc_statement_print", statement.ids
        )[0]
        text = html.decode()
        for word in (statement.name, statement.line_ids.name, "Goods", "100.00"):
            self.assertIn(word, text)

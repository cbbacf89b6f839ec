from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PaymentCase


@tagged("post_install", "-at_install")
class TestProposalAttacks(PaymentCase):
    """F2, F5: what nobody gets past, by whatever way he writes."""

    def test_states_follow_buttons(self):
        """F5: no state, number or payer by write, create or default."""
        self._bill(10.0, 3)
        proposal = self._proposal()
        for values in ({"state": "paid"}, {"name": "X"}, {"user_id": self.manager.id}):
            with self.assertRaises(UserError):
                proposal.write(values)
            with self.assertRaises(UserError):
                proposal.copy().create({"journal_id": self.bank.id, **values})
        made = proposal.with_context(default_state="paid").create(
            {"journal_id": self.bank.id}
        )
        self.assertEqual(made.state, "draft")

    def test_others_see_nothing(self):
        """F2: keepers, buyers, salespeople and inspectors have no part in it."""
        self._bill(10.0, 3)
        proposal = self._proposal()
        for user in (self.keeper, self.buyer, self.salesperson, self.inspector):
            mine = proposal.with_user(user)
            for act in (mine.read, mine.action_pay, mine.action_read, mine.unlink):
                with self.assertRaises(AccessError):
                    act()

    def test_other_companies(self):
        """F6: bills of another company cannot be paid from here."""
        self._bill(10.0, 3)
        proposal = self._proposal()
        company = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        self.env["account.chart.template"].sudo().try_loading("generic_coa", company)
        self.manager.sudo().company_ids += company
        there = self.env["account.move"].with_user(self.manager)
        there = there.with_company(company)
        journal = there.env["account.journal"].search(
            [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            proposal.with_user(self.manager).with_company(company).journal_id = journal
        stranger = self.manager.sudo().copy({"login": "elsewhere"})
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with self.assertRaises(AccessError):
            proposal.with_user(stranger).with_company(company).read(["amount"])
        self.assertFalse(proposal.with_user(stranger).with_company(company).search([]))

    def test_not_a_payable(self):
        """F5: a line on a receivable, or on a draft, is refused when confirmed."""
        sale = self._invoice(10.0, 3)
        proposal = self._proposal()
        line = {"proposal_id": proposal.id, "move_line_id": self._item(sale).id}
        proposal.line_ids.create(line)
        with self.assertRaisesRegex(UserError, sale.name):
            proposal.action_confirm()

    def test_payments_stay_with_their_proposal(self):
        """F5: a payment is not hung into a proposal by hand."""
        self._bill(10.0, 3)
        proposal = self._proposal()
        payment = self._pay(10.0, 0, "outbound")
        with self.assertRaises(UserError):
            payment.jxc_proposal_id = proposal
        with self.assertRaises(UserError):
            self._pay(10.0, 0, "outbound", jxc_proposal_id=proposal.id)

    def test_lines_do_not_move(self):
        """F5: nor a line from a paid proposal into another one."""
        self._bill(10.0, 3)
        proposal = self._proposal()
        proposal.action_confirm()
        proposal.action_pay()
        self._bill(20.0, 3)
        other = self._proposal()
        with self.assertRaises(UserError):
            proposal.line_ids.proposal_id = other
        with self.assertRaises(UserError):
            other.line_ids.proposal_id = proposal
        with self.assertRaises(UserError):
            proposal.unlink()

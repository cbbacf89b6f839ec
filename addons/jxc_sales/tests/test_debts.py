from datetime import timedelta

from odoo.fields import Command, Date
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestDebts(SalesCase):
    """S3: what a customer owes, read from the ledger once."""

    def _item(self, amount, days, partner, kind="asset_receivable"):
        """An open item of an entry of its own, due so many days ago."""
        accounts = {
            "asset_receivable": partner.property_account_receivable_id,
            "liability_payable": partner.property_account_payable_id,
        }
        other = self.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", self.company.ids)],
            limit=1,
        )
        day = Date.today() - timedelta(days=days)
        lines = [
            {
                "account_id": accounts[kind].id,
                "partner_id": partner.id,
                "balance": amount,
                "date_maturity": day,
            },
            {"account_id": other.id, "balance": -amount},
        ]
        move = self.env["account.move"].create(
            {"line_ids": [Command.create(line) for line in lines]}
        )
        return move.line_ids.filtered("partner_id")

    def _statements(self, work):
        """The statements that ask the ledger, of all that ``work`` makes."""
        self.env.flush_all()
        self.env.invalidate_all()
        asked, execute = [], type(self.env.cr).execute

        def listen(cursor, query, *args, **kwargs):
            asked.append(str(getattr(query, "code", query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(type(self.env.cr), "execute", listen)
        work()
        self.patch(type(self.env.cr), "execute", execute)
        return [code for code in asked if "amount_residual" in code], len(asked)

    def test_what_counts(self):
        """S3: items of contacts and of payments; not what is matched, a draft, owed to
        a vendor, or another company's."""
        contact = self.customer.copy(
            {"name": "Buyer", "parent_id": self.customer.id, "is_company": False}
        )
        for amount, days, partner in (
            (100, 5, self.customer),
            (50, 9, contact),
            (30, -3, self.customer),
            (-20, 40, self.customer),
        ):
            self._item(amount, days, partner).move_id.action_post()
        paired = [self._item(amount, 60, self.customer) for amount in (70, -70)]
        for item in paired:
            item.move_id.action_post()
        (paired[0] + paired[1]).reconcile()
        self._item(999, 99, self.customer)
        payable = self._item(-500, 99, self.customer, "liability_payable")
        payable.move_id.action_post()
        order = self._order((self.bottle, 1))
        debt = order._jxc_debts(self.customer)[self.company.id, self.customer.id]
        self.assertEqual((debt.owed, debt.overdue), (160.0, 150.0))
        self.assertEqual(debt.since, Date.today() - timedelta(days=9))
        self.assertEqual(order.jxc_overdue_days, 9)
        everybody = order._jxc_debts()
        self.assertEqual(everybody[self.company.id, self.customer.id], debt)
        self.assertFalse(order._jxc_debts(self.env["res.partner"]))

    def test_the_ledger_is_asked_once(self):
        """S3: credit, what is over it and days overdue, of one item as of thirty."""
        self._limit(1000)
        order = self._order((self.bottle, 1))

        def look():
            order._jxc_forget_debts()
            return order.jxc_credit_used, order.jxc_over_credit, order.jxc_overdue_days

        counts = []
        for many in (1, 30):
            for number in range(many):
                self._item(1, number, self.customer).move_id.action_post()
            ledger, asked = self._statements(look)
            self.assertEqual(len(ledger), 1)
            counts.append(asked)
        self.assertEqual(order.jxc_credit_used, (31 + order.amount_total) / 10)
        self.assertLessEqual(counts[1], counts[0])

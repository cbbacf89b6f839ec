from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_bank.models import account_bank_statement_line_accept

from .common import BankCase


@tagged("post_install", "-at_install")
class TestBooking(BankCase):
    """S9, P10: many bank lines are booked together, as each would be alone."""

    def _rows(self, *amounts, days_ago=0, name="Corner Shop"):
        rows = [
            self._row(amount, days_ago, name, text=f"row {n}", serial=f"{name}{n}")
            for n, amount in enumerate(amounts)
        ]
        return self._take(*rows)

    def _entry(self, line):
        return sorted(
            (item.account_id.id, item.partner_id.id, item.balance)
            for item in line.line_ids
        )

    def test_as_each_alone(self):
        """S9: two partners, both directions, an account, an advance: the same entries
        and the same open amounts, line by line or at once."""
        fees = self.company._jxc_difference_account("fee", True)

        def day(together):
            self._invoice(60, 20), self._invoice(80, 10)
            self._invoice(500, 5, "in_invoice")
            lines = self._rows(60, 100, -15) + self._rows(-500, name="Noodle Works")
            lines[2].write({"jxc_partner_id": False, "jxc_item_ids": [(5, 0, 0)]})
            lines[2].jxc_account_id = fees
            for part in [lines] if together else lines:
                part.action_jxc_accept()
            entries = [self._entry(line) for line in lines]
            for line in lines:
                self.assertTrue(line.is_reconciled)
                self.assertEqual(line.move_id.partner_id, line.partner_id)
                self.assertEqual(len(line.line_ids), 2)
            left = sorted(
                self.env["account.move.line"]
                .search(
                    [
                        ("partner_id", "in", (self.customer + self.vendor).ids),
                        ("account_id.reconcile", "=", True),
                        ("parent_state", "=", "posted"),
                    ]
                )
                .mapped("amount_residual")
            )
            lines.action_jxc_undo()
            lines.unlink()
            return entries, left

        with self.env.cr.savepoint() as alone:
            expected = day(False)
            alone.rollback()
        self.env.invalidate_all()
        self.assertEqual(day(True), expected)

    def test_more_than_a_request_can_do(self):
        """S9: the oldest first, and it says that there are more; a choice that is too
        large is refused before anything is done."""
        for amount in (60, 70, 80):
            self._invoice(amount)
        lines = self._rows(60) + self._rows(80, 70, days_ago=1)
        self.assertEqual(set(lines.mapped("jxc_certainty")), {"certain"})
        with patch.object(account_bank_statement_line_accept, "AT_MOST", 2):
            with self.assertRaisesRegex(UserError, "3 bank lines .* 2 at most"):
                lines.action_jxc_accept()
            self.assertFalse(lines.filtered("is_reconciled"))
            answer = lines.browse().action_jxc_accept_certain()
            message = answer["params"]["message"]
            self.assertIn("2 bank lines were matched; 0", message)
            self.assertIn("1 more are certain", message)
            self.assertEqual(lines.filtered("is_reconciled"), lines[1:])
            answer = lines.browse().action_jxc_accept_certain()
        self.assertIn("1 bank lines were matched; 0", answer["params"]["message"])
        self.assertNotIn("press", answer["params"]["message"])

    def test_lines_share_an_invoice(self):
        """S9: 40 and 60 of one invoice at once; a third line finds nothing left."""
        invoice = self._invoice(100)
        lines = self._rows(40, 60, 5)
        lines.write(
            {
                "jxc_partner_id": self.customer.id,
                "jxc_item_ids": self._item(invoice).ids,
            }
        )
        with self.assertRaisesRegex(UserError, "no longer open for row 2"):
            lines.action_jxc_accept()
        lines[:2].action_jxc_accept()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(
            self._item(invoice).matched_credit_ids.mapped("amount"), [40, 60]
        )

    def test_the_line_that_cannot_be_is_named(self):
        """S9: the host refuses one of three: it is named, and nothing is booked; the
        others are booked without it."""
        invoices = [self._invoice(amount) for amount in (30, 40)]
        lines = self._rows(30, -7, 40)
        closed = self.env["account.account"].sudo().create(
            {"name": "Closed", "code": "JXC96", "account_type": "expense"}
        )  # fmt: skip
        lines[1].write({"jxc_partner_id": False, "jxc_item_ids": [(5, 0, 0)]})
        lines[1].jxc_account_id = closed
        closed.active = False
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            lines.action_jxc_accept()
        self.assertIn("row 1 cannot be booked: ", str(caught.exception))
        self.assertFalse(any(lines.mapped("is_reconciled")))
        (lines - lines[1]).action_jxc_accept()
        self.assertEqual([move.payment_state for move in invoices], ["paid", "paid"])

    def test_dollars_together(self):
        """S9: each line closes its invoice; every exchange difference is booked."""
        money = self._foreign()
        self.bank.sudo().currency_id = money
        invoices = [self._invoice(n * 10, 20, currency_id=money.id) for n in (1, 2, 3)]
        lines = self._rows(10, 20, 30)
        lines.action_jxc_accept()
        items = self._item(invoices[0] + invoices[1] + invoices[2])
        self.assertFalse(any(items.mapped("amount_residual")))
        self.assertFalse(any(items.mapped("amount_residual_currency")))
        self.assertTrue(all(lines.mapped("is_reconciled")))

    def test_many_lines_cost_little_each(self):
        """S9: statements a line, when thirty more are booked in one go."""
        counts = []
        for many in (10, 40):
            for n in range(many):
                self._invoice(100 + n, 1)
            lines = self._rows(*(100 + n for n in range(many)), name="Corner Shop")
            self.assertEqual({*lines.mapped("jxc_certainty")}, {"certain"})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.action_jxc_accept()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(lines.mapped("is_reconciled")))
            lines.sudo().write({"jxc_import_key": False})
        each = (counts[1] - counts[0]) / 30
        self.assertLess(each, 8, counts)

    def test_for_accountants(self):
        """F2: who may not write a line proposes nothing for it either."""
        lines = self._rows(10)
        before = lines.mapped("write_date")
        for action in ("action_jxc_propose", "action_jxc_accept"):
            with self.assertRaises(AccessError):
                getattr(lines.with_user(self.salesperson), action)()
        self.assertEqual(lines.mapped("write_date"), before)

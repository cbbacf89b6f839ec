from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.account_move_line_match import BLOCKED
from .common import PayableCase


@tagged("post_install", "-at_install")
class TestMatchCredit(PayableCase):
    """P9: a bill that is too high stays as it is; a credit note takes back the rest."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "jxc_match": True,
                "jxc_match_percent": 0,
                "jxc_match_amount": 0,
                "jxc_match_quantity_percent": 0,
                "jxc_match_ref": False,
            }
        )

    def _drafted(self, quantity=10, price=10.0, discount=0.0):
        """10 are accepted at 10; the vendor bills something else."""
        order = self._order(qty=10, price=10.0)
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.invoice_line_ids.write(
            {"quantity": quantity, "price_unit": price, "discount": discount}
        )
        return order, bill

    def _credit(self, bill):
        """The accountant presses the button."""
        bill.env.invalidate_all()
        action = bill.action_jxc_credit()
        return bill.browse(action["res_id"])

    def _state(self, bill):
        bill.env.invalidate_all()
        return bill.invoice_line_ids.mapped("jxc_match_state")

    def _refused(self, way):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            way()
        self.env.invalidate_all()
        return refusal.exception.args[0]

    def test_shown_on_the_bill(self):
        """P9: the bill says how many lines differ, and by how much money."""
        for quantity, price, discount, excess in (
            (12, 10.0, 0, 20.0),
            (10, 10.5, 0, 5.0),
            (12, 10.5, 0, 26.0),
            (10, 12.0, 10, 8.0),
            (10, 9.0, 0, 0.0),
        ):
            _order, bill = self._drafted(quantity, price, discount)
            bill.env.invalidate_all()
            self.assertEqual((bill.jxc_match_count, bill.jxc_match_excess), (1, excess))
            self.assertEqual(bill.jxc_match_line_ids, bill.invoice_line_ids)
        self.company.jxc_match = False
        bill.env.invalidate_all()
        self.assertFalse(bill.jxc_match_count)

    def test_settles_when_it_posts(self):
        """P9: drafted, it settles nothing; posted, the bill passes."""
        for quantity, price, excess in ((12, 10.0, 20), (10, 10.5, 5), (12, 10.5, 26)):
            order, bill = self._drafted(quantity, price)
            refund = self._credit(bill)
            self.assertEqual(
                (refund.state, refund.move_type, refund.amount_untaxed),
                ("draft", "in_refund", excess),
            )
            self.assertEqual(refund.reversed_entry_id, bill)
            self.assertEqual(self._state(bill), ["credit"])
            self.assertIn(refund.display_name, self._refused(bill.action_post))
            refund.action_post()
            self.assertEqual(self._state(bill), ["credited"])
            self.assertIn(refund.name, bill.invoice_line_ids.jxc_match_reason)
            self.assertFalse(bill.jxc_match_count)
            bill.action_post()
            line = order.sudo().order_line
            self.assertEqual((line.qty_invoiced, line.qty_to_invoice), (10, 0))
            # What is still owed is what was ordered and accepted.
            self.assertEqual(bill.amount_residual, 100.0)
            self.assertEqual(refund.amount_residual, 0.0)

    def test_comes_back(self):
        """P9: cancelled, it leaves the difference, also of a posted bill."""
        _order, bill = self._drafted(12, 10.5)
        refund = self._credit(bill)
        refund.action_post()
        bill.action_post()
        refund.button_draft()
        self.assertEqual(self._state(bill), ["credit"])
        self._refused(refund.unlink)
        self._refused(refund.invoice_line_ids[0].unlink)
        refund.button_cancel()
        self.assertEqual(self._state(bill), ["both"])
        self.assertFalse(bill.invoice_line_ids.jxc_match_reason)
        self.assertEqual((bill.jxc_match_count, bill.jxc_match_excess), (1, 26.0))
        found = bill.line_ids.search([("jxc_match_state", "=", "both")])
        self.assertIn(bill.invoice_line_ids, found)
        other = self._credit(bill)
        self.assertNotEqual(other, refund)
        other.action_post()
        self.assertEqual(self._state(bill), ["credited"])
        found = bill.line_ids.search([("jxc_match_state", "in", BLOCKED)])
        self.assertNotIn(bill.invoice_line_ids, found)

    def test_once(self):
        """P9: pressed twice, by button or wizard, there is one credit note."""
        _order, bill = self._drafted(12)
        refund = self._credit(bill)
        self.assertEqual(self._credit(bill), refund)
        wizard = self.env["jxc.payable.resolve"].with_user(self.accountant)
        values = {"line_ids": [Command.set(bill.invoice_line_ids.ids)]}
        action = wizard.create({**values, "decision": "credit"}).action_resolve()
        self.assertEqual(action["res_id"], refund.id)
        # Nor does the list ask again: it shows what the line waits for.
        self.assertEqual(
            bill.invoice_line_ids.action_jxc_resolve()["res_id"], refund.id
        )
        # As long as it waits, nothing else is decided of the line.
        self._refused(wizard.create({**values, "decision": "correct"}).action_resolve)
        refund.action_post()
        self._refused(lambda: self._credit(bill))
        self.assertEqual(bill.reversal_move_ids, refund)

    def test_less_than_asked(self):
        """P9: what the vendor does not grant stays a difference to be asked for."""
        _order, bill = self._drafted(14)
        refund = self._credit(bill)
        refund.invoice_line_ids.quantity = 3
        refund.action_post()
        self.assertEqual(self._state(bill), ["quantity"])
        self.assertEqual(bill.jxc_match_excess, 10.0)
        rest = self._credit(bill)
        self.assertEqual(rest.amount_untaxed, 10.0)
        rest.action_post()
        bill.action_post()
        # The same in money: 0.50 too much of each, of which 3.00 are granted.
        _order, bill = self._drafted(10, 10.5)
        refund = self._credit(bill)
        refund.invoice_line_ids.filtered(lambda one: one.quantity < 0).price_unit = 10.2
        refund.action_post()
        self.assertEqual((self._state(bill), bill.jxc_match_excess), (["price"], 2.0))
        rest = self._credit(bill)
        self.assertEqual(rest.amount_untaxed, 2.0)
        rest.action_post()
        self.assertEqual(self._state(bill), ["credited"])

    def test_changed_afterwards(self):
        """P9: a bill that is raised after its credit note is held again."""
        _order, bill = self._drafted(12)
        self._credit(bill).action_post()
        bill.invoice_line_ids.quantity = 13
        self.assertEqual(self._state(bill), ["quantity"])
        self._refused(bill.action_post)
        self._refused(bill.invoice_line_ids.unlink)

    def test_a_draft_refund_settles_nothing(self):
        """P9: neither the button's nor any other refund, as long as it is a draft."""
        order, bill = self._drafted(12)
        own = bill.create(
            {
                "move_type": "in_refund",
                "partner_id": self.vendor.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "quantity": 2,
                            "price_unit": 10.0,
                            "tax_ids": [Command.clear()],
                            "purchase_line_id": order.sudo().order_line.id,
                        }
                    )
                ],
            }
        )
        self.assertEqual(self._state(bill), ["quantity"])
        self._refused(bill.action_post)
        mark = {"jxc_credit_of_id": bill.invoice_line_ids.id}
        self._refused(lambda: own.invoice_line_ids.write(mark))
        link = {"jxc_credit_line_ids": [Command.link(own.invoice_line_ids.id)]}
        self._refused(lambda: bill.invoice_line_ids.write(link))

    def test_what_has_no_credit(self):
        """P9: lower prices and goods without an order are not credited."""
        _order, bill = self._drafted(10, 9.0)
        self._refused(lambda: self._credit(bill))
        bill.invoice_line_ids.purchase_line_id = False
        self._refused(lambda: self._credit(bill))

    def test_cost_and_taxes(self):
        """P9: the credit note has the bill's taxes; goods cost what was agreed."""
        tax = self.env["account.tax"].create(
            {
                "name": "13 %",
                "amount": 13,
                "type_tax_use": "purchase",
                "price_include_override": "tax_included",
                "company_id": self.company.id,
            }
        )
        # On an account of its own it can be deducted; otherwise the goods cost it too.
        parts = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        parts.filtered(
            lambda part: part.repartition_type == "tax"
        ).account_id = self.env["account.account"].create(
            {"name": "Input VAT", "code": "222199", "account_type": "liability_current"}
        )
        order = self._order(qty=10, price=11.3, confirm=False)
        order.order_line.tax_ids = tax
        order.button_confirm()
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.invoice_line_ids.write({"quantity": 11, "price_unit": 12.43})
        bill.env.invalidate_all()
        self.assertEqual(bill.jxc_match_excess, 21.0)
        refund = self._credit(bill)
        self.assertEqual((refund.amount_untaxed, refund.amount_total), (21.0, 23.73))
        refund.action_post()
        bill.action_post()
        self.assertEqual(bill.amount_residual, 113.0)
        move = order.sudo().order_line.move_ids
        value = move._get_value_from_account_move(10)
        self.assertEqual((value["quantity"], value["value"]), (10, 100.0))

    def test_one_count_for_any_number_of_lines(self):
        """P9: what the bill shows costs as much for forty lines as for one."""

        def count(lines):
            order = self._order(qty=10, confirm=False)
            for _number in range(lines - 1):
                order.order_line[0].copy({"order_id": order.id})
            order.button_confirm()
            self._receive(order)
            bill = self._bills(order).with_user(self.accountant)
            bill.invoice_line_ids.quantity = 11
            self._credit(bill)
            # What the registry keeps, as the rules of the user, is read before.
            self.assertEqual(bill.jxc_match_count, lines)
            bill.env.flush_all()
            bill.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(bill.browse(bill.id).jxc_match_count, lines)
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(40), count(1))

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestReversal(PayableCase):
    """P9: a vendor's refund that is cancelled or reversed is owed back again."""

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
        cls.today = fields.Date.context_today(cls.env.user)

    def _refunded(self):
        """10 billed, 4 gone back and refunded, all posted."""
        order = self._order(qty=10)
        receipt = self._receive(order)
        bill = self._bills(order)
        self._billed(bill, self.today)
        self._return(receipt, 4)
        refund = self._bills(order) - bill
        self.assertEqual((refund.move_type, refund.amount_untaxed), ("in_refund", 40))
        self._billed(refund, self.today)
        self.assertEqual(self._unbilled(order), [])
        return order, refund.with_user(self.accountant)

    def _reverse(self, refund, modify=False):
        wizard = self.env["account.move.reversal"].with_user(self.accountant)
        wizard = wizard.with_context(
            active_model="account.move", active_ids=refund.ids
        ).create({"date": self.today, "journal_id": refund.journal_id.id})
        (wizard.modify_moves if modify else wizard.refund_moves)()
        return wizard.new_move_ids

    def _quantities(self, order):
        line = order.sudo().order_line
        line.invalidate_recordset()
        return line.qty_invoiced, line.qty_to_invoice

    def _drafted_again(self, order):
        """However often it is asked for, one refund of the 4 is drafted."""
        self.assertEqual(self._quantities(order), (10, -4))
        self.assertEqual(self._unbilled(order), [(-4.0, 10.0, -40.0, -40.0)])
        for _time in range(2):
            order.sudo()._jxc_bill_accepted()
        draft = self._bills(order).filtered(lambda b: b.state == "draft")
        self.assertEqual((draft.move_type, draft.amount_untaxed), ("in_refund", 40))
        self._billed(draft, self.today)
        self.assertEqual(self._quantities(order), (6, 0))
        self.assertEqual(self._unbilled(order), [])

    def test_cancelled(self):
        """P9: the quantity is billed again, accrued as owed back, and refunded anew."""
        order, refund = self._refunded()
        refund.button_draft()
        self.assertEqual(self._quantities(order), (6, 0), "a draft counts")
        self.assertEqual(self._unbilled(order), [(-4.0, 10.0, -40.0, -40.0)])
        refund.button_cancel()
        self._drafted_again(order)

    def test_reversed(self):
        """P9: the reversal passes the match, since it only undoes a refund."""
        order, refund = self._refunded()
        reversal = self._reverse(refund)
        self.assertEqual((reversal.move_type, reversal.state), ("in_invoice", "draft"))
        self.assertEqual(reversal.invoice_line_ids.mapped("jxc_match_state"), [False])
        reversal.action_post()
        self._drafted_again(order)

    def test_reversed_and_written_anew(self):
        """P9: a refund that is corrected; only what is posted counts in the books."""
        order, refund = self._refunded()
        new = self._reverse(refund, modify=True)
        self.assertEqual((new.move_type, new.state), ("in_refund", "draft"))
        self.assertEqual(self._quantities(order), (6, 0))
        self.assertEqual(self._unbilled(order), [(-4.0, 10.0, -40.0, -40.0)])
        self._billed(new, self.today)
        self.assertEqual(self._unbilled(order), [])
        order.sudo()._jxc_bill_accepted()
        self.assertFalse(self._bills(order).filtered(lambda b: b.state == "draft"))

    def test_a_reversal_bills_nothing_else(self):
        """P9: more, dearer, other goods, or a second time: the match holds it."""
        _order, refund = self._refunded()
        reversal = self._reverse(refund)
        line = reversal.invoice_line_ids
        for values in ({"quantity": 5}, {"price_unit": 11}, {"discount": -10}):
            before = {name: line[name] for name in values}
            line.write(values)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                reversal.action_post()
            line.write(before)
        reversal.action_post()
        again = self._reverse(refund)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            again.action_post()

    def test_a_reversed_credit_note_settles_nothing(self):
        """P9: of a bill of 12 at 10.50, 10 are accepted at 10.00: 26 too much, settled
        by a credit note, and open again when that is reversed; once more settled."""
        order = self._order(qty=10, price=10.0)
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.invoice_line_ids.write({"quantity": 12, "price_unit": 10.5})
        for _time in range(2):
            bill.env.invalidate_all()
            refund = bill.browse(bill.action_jxc_credit()["res_id"])
            refund.action_post()
            if bill.state == "draft":
                bill.action_post()
            bill.env.invalidate_all()
            self.assertEqual(bill.invoice_line_ids.jxc_match_state, "credited")
            self.assertIn(refund.name, bill.invoice_line_ids.jxc_match_reason)
            self.assertEqual(self._quantities(order), (10, 0))
            reversal = self._reverse(refund)
            reversal.action_post()
            bill.env.invalidate_all()
            line = bill.invoice_line_ids
            self.assertEqual(line.jxc_match_state, "both")
            self.assertFalse(line.jxc_match_reason)
            self.assertEqual((bill.jxc_match_count, bill.jxc_match_excess), (1, 26.0))
            self.assertIn(line, line.search([("jxc_match_state", "=", "both")]))
            self.assertEqual(self._quantities(order), (12, -2))

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestMatch(PayableCase):
    """P9: a bill is posted for what was accepted, at the order's price."""

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

    def _drafted(self, qty=10, price=10.0):
        order = self._order(qty=qty, price=price)
        self._receive(order)
        return order, self._bills(order).with_user(self.accountant)

    def _held(self, bill, state):
        lines = bill.invoice_line_ids
        self.assertEqual(lines.mapped("jxc_match_state"), [state])
        self.assertIn(lines, lines.search([("jxc_match_state", "in", [state])]))
        for way in (
            lambda: bill.action_post(),
            lambda: bill.write({"state": "posted"}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        self.assertEqual(bill.state, "draft")

    def _resolve(self, user, lines, **values):
        wizard = self.env["jxc.payable.resolve"].with_user(user)
        values["line_ids"] = [Command.set(lines.ids)]
        wizard.create(values).action_resolve()

    def test_what_agrees_is_posted(self):
        """P9: the drafted bill passes, with its figures shown."""
        _order, bill = self._drafted()
        line = bill.invoice_line_ids
        self.assertEqual(
            (line.jxc_match_ordered, line.jxc_match_limit, line.jxc_match_before),
            (10, 10, 0),
        )
        self.assertEqual((line.jxc_match_price, line.jxc_match_state), (10, "ok"))
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_price(self):
        """P9: another price holds; 0 as well; corrected, it passes."""
        _order, bill = self._drafted()
        for price in (10.5, 9.5, 0.0):
            bill.invoice_line_ids.price_unit = price
            self._held(bill, "price")
        self.assertEqual(bill.invoice_line_ids.jxc_match_gap, -100.0)
        self._resolve(self.accountant, bill.invoice_line_ids, decision="correct")
        bill.action_post()
        self.assertEqual(bill.amount_untaxed, 100.0)

    def test_quantity(self):
        """P9: more than accepted, over all bills, drafts included."""
        order, bill = self._drafted()
        bill.invoice_line_ids.quantity = 11
        self._held(bill, "quantity")
        bill.invoice_line_ids.quantity = 10
        line = order.sudo().order_line
        other = bill.create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "quantity": 1,
                            "price_unit": 10.0,
                            "tax_ids": [Command.clear()],
                            "purchase_line_id": line.id,
                        }
                    )
                ],
            }
        )
        self._held(other, "quantity")
        other.invoice_line_ids.purchase_line_id = False
        self._held(other, "none")
        other.unlink()
        bill.action_post()

    def test_a_manager_accepts(self):
        """P9: with a reason, and only this difference."""
        _order, bill = self._drafted()
        line = bill.invoice_line_ids
        line.price_unit = 10.5
        accept = {"decision": "accept", "reason": "涨价,采购已确认"}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._resolve(self.accountant, line, **accept)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.write({"jxc_match_seal": "x"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._resolve(self.manager, line, decision="accept", reason=" ")
        self._resolve(self.manager, line, **accept)
        self.assertEqual(line.jxc_match_state, "accepted")
        line.price_unit = 11.0
        self._held(bill, "price")
        line.price_unit = 10.5
        bill.action_post()
        self.assertEqual((bill.state, line.jxc_match_uid), ("posted", self.manager))

    def test_tolerance(self):
        """P9: every limit that is set counts; what passes is noted."""
        self.company.write({"jxc_match_percent": 5, "jxc_match_amount": 4})
        _order, bill = self._drafted()
        bill.invoice_line_ids.price_unit = 10.5
        self._held(bill, "price")
        bill.invoice_line_ids.price_unit = 10.4
        bill.action_post()
        self.assertIn("10.4", "".join(bill.sudo().message_ids.mapped("body")))

    def _count(self, lines):
        """Queries of the figures of so many bill lines, each of an order line."""
        order = self._order(qty=10, confirm=False)
        for _number in range(lines - 1):
            order.order_line[0].copy({"order_id": order.id})
        order.button_confirm()
        self._receive(order)
        found = self._bills(order).with_user(self.accountant).invoice_line_ids
        self.assertEqual(len(found), lines)
        found.env.flush_all()
        found.env.invalidate_all()
        found = found.browse(found.ids)
        before = self.env.cr.sql_log_count
        self.assertEqual(set(found.mapped("jxc_match_state")), {"ok"})
        return self.env.cr.sql_log_count - before

    def test_one_count_for_any_number_of_lines(self):
        """P9: forty lines cost no more queries than one."""
        self._count(1)
        self.assertEqual(self._count(40), self._count(1))

    def test_foreign_currency(self):
        """P9: an order in a foreign currency is billed in it, or at the day's rate."""
        foreign = self.env["res.currency"].create(
            {
                "name": "XJY",
                "symbol": "Y",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        order = self._order(qty=10, price=2.0, confirm=False)
        order.currency_id = foreign
        order.order_line.price_unit = 2.0
        order.button_confirm()
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        bill.invoice_line_ids.price_unit = 2.1
        self._held(bill, "price")
        self.assertAlmostEqual(bill.invoice_line_ids.jxc_match_gap, 7.0)
        bill.invoice_line_ids.price_unit = 2.0
        bill.action_post()

    def _tax(self, include):
        return self.env["account.tax"].create(
            {
                "name": f"13 % {include}",
                "amount": 13,
                "type_tax_use": "purchase",
                "price_include_override": include,
                "company_id": self.company.id,
            }
        )

    def test_tax_in_both_prices(self):
        """P9: 11.30 with 13 % in it is ordered and billed; 11.31 is another price."""
        inside = self._tax("tax_included")
        order = self._order(qty=10, price=11.3, confirm=False)
        order.order_line.tax_ids = inside
        order.button_confirm()
        self._receive(order)
        bill = self._bills(order).with_user(self.accountant)
        line = bill.invoice_line_ids
        self.assertEqual((line.tax_ids, bill.amount_total), (inside, 113.0))
        self.assertEqual((line.jxc_match_price, line.jxc_match_state), (11.3, "ok"))
        line.price_unit = 11.32
        self._held(bill, "price")
        self.assertEqual(line.jxc_match_gap, 0.18)
        self._resolve(self.accountant, line, decision="correct")
        self.assertEqual((line.price_unit, line.jxc_match_gap), (11.3, 0.0))
        # The seal of an acceptance knows the taxes.
        line.price_unit = 11.32
        self._resolve(self.manager, line, decision="accept", reason="涨价")
        self.assertEqual(line.jxc_match_state, "accepted")
        line.tax_ids = self._tax("tax_excluded")
        self._held(bill, "price")

    def test_tax_in_one_price(self):
        """P9: 10 without tax is 11.30 with it, whichever side has the tax inside."""
        inside, outside = self._tax("tax_included"), self._tax("tax_excluded")
        for ordered, price, billed, same, other in (
            (outside, 10.0, inside, 11.3, 10.0),
            (inside, 11.3, outside, 10.0, 11.3),
            (inside, 11.3, self.env["account.tax"], 10.0, 11.3),
        ):
            order = self._order(qty=10, price=price, confirm=False)
            order.order_line.tax_ids = ordered
            order.button_confirm()
            self._receive(order)
            bill = self._bills(order).with_user(self.accountant)
            line = bill.invoice_line_ids
            line.write({"tax_ids": [Command.set(billed.ids)], "price_unit": other})
            self._held(bill, "price")
            self._resolve(self.accountant, line, decision="correct")
            self.assertEqual((line.price_unit, line.price_subtotal), (same, 100.0))
            self.assertEqual((line.jxc_match_gap, line.jxc_match_state), (0.0, "ok"))
            bill.action_post()

    def test_numbers(self):
        """P9: the vendor's number is required by a switch, and is there once."""
        self.company.jxc_match_ref = True
        _order, bill = self._drafted()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.action_post()
        bill.ref = "FP-001"
        bill.action_post()
        _order, other = self._drafted()
        other.ref = " fp-001 "
        with self.assertRaises(UserError), self.env.cr.savepoint():
            other.action_post()
        other.ref = "FP-002"
        other.action_post()

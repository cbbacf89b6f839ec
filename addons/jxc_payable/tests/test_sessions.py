from datetime import datetime
from uuid import uuid4

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

QUIET = {"skip_backorder": True, "skip_sms": True}


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """P9 under concurrency: sessions with cursors of their own, that commit."""

    _role = "keeper"

    def _make(self, env):
        vendor = env["res.partner"].create(
            {"name": "Collected", "jxc_billing": "month"}
        )
        self.vendor_id = vendor.id
        goods = env["product.product"].create(
            {
                "name": "Collected",
                "is_storable": True,
                "purchase_method": "receive",
            }
        )
        self.product_id = goods.id

    def _clean(self, env):
        env["product.product"].browse(self.product_id).active = False

    def _receipts(self, *quantities):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            orders = env["purchase.order"]
            for quantity in quantities:
                line = {
                    "product_id": self.product_id,
                    "product_qty": quantity,
                    "price_unit": 10.0,
                    "tax_ids": [Command.clear()],
                }
                orders |= orders.create(
                    {"partner_id": self.vendor_id, "order_line": [Command.create(line)]}
                )
            orders.button_confirm()
            orders.picking_ids.move_ids.picked = True
            return orders.ids, [order.picking_ids.ids for order in orders]

    def test_two_receipts_at_once_share_one_draft(self):
        """P9: neither is lost, neither is there twice, and there is one draft."""
        order_ids, pickings = self._receipts(3, 5, 7)
        jobs = [[("stock.picking", "button_validate", [ids])] for ids in pickings]
        outcomes = run_sessions(self.registry, self.user_id, jobs, QUIET)
        self.assertEqual(outcomes, [None] * 3)
        with self.registry.cursor() as cr:
            orders = self._env(cr)["purchase.order"].browse(order_ids)
            bill = orders.invoice_ids
            self.assertEqual(len(bill), 1)
            lines = bill.invoice_line_ids
            self.assertEqual(sorted(lines.mapped("quantity")), [3, 5, 7])
            self.assertEqual(bill.amount_untaxed, 150.0)
            bill.unlink()

    def test_the_button_pressed_twice_bills_once(self):
        """P9: two buyers make the bill of one order at the same moment."""
        order_ids, pickings = self._receipts(6)
        receive = [("stock.picking", "button_validate", [pickings[0]])]
        self.assertEqual(
            run_sessions(self.registry, self.user_id, [receive], QUIET), [None]
        )
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["purchase.order"].browse(order_ids).invoice_ids.unlink()
            buyer = new_role_user(env, "buyer", f"b_{uuid4().hex}")
            buyer_id = buyer.id
        press = [("purchase.order", "action_create_invoice", [order_ids])]
        outcomes = run_sessions(self.registry, buyer_id, [press, press, press])
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 2)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            bills = env["purchase.order"].browse(order_ids).invoice_ids
            self.assertEqual(bills.mapped("amount_untaxed"), [60.0])
            bills.unlink()
            env["res.users"].browse(buyer_id).active = False

    def test_a_difference_is_credited_once(self):
        """P9: three accountants want the credit note of one bill at the same moment."""
        order_ids, pickings = self._receipts(6)
        receive = [("stock.picking", "button_validate", [pickings[0]])]
        self.assertEqual(
            run_sessions(self.registry, self.user_id, [receive], QUIET), [None]
        )
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env.company.jxc_match = True
            bill = env["purchase.order"].browse(order_ids).invoice_ids
            bill.invoice_line_ids.quantity = 8
            bill_id = bill.id
            accountant_id = new_role_user(env, "accountant", f"a_{uuid4().hex}").id
        press = [("account.move", "action_jxc_credit", [[bill_id]])]
        outcomes = run_sessions(self.registry, accountant_id, [press] * 3)
        self.assertEqual(outcomes, [None] * 3)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            bill = env["account.move"].browse(bill_id)
            self.assertEqual(bill.reversal_move_ids.mapped("amount_untaxed"), [20.0])
            (bill.reversal_move_ids | bill).unlink()
            env["res.users"].browse(accountant_id).active = False

    def test_an_accrual_is_posted_once(self):
        """P9: three accountants press the button at the same moment."""
        _orders, pickings = self._receipts(3)
        receive = [("stock.picking", "button_validate", [pickings[0]])]
        self.assertEqual(
            run_sessions(self.registry, self.user_id, [receive], QUIET), [None]
        )
        with self.registry.cursor() as cr:
            env = self._env(cr)
            moves = env["stock.picking"].browse(pickings[0]).move_ids
            moves.date = datetime(2001, 3, 9, 4)
            accountant = new_role_user(env, "accountant", f"a_{uuid4().hex}")
            accountant_id = accountant.id
            accruals = env["jxc.payable.accrual"]
            accrual_id = accruals.create({"month": "2001-03-01"}).id
        self.addCleanup(self._cancel, accrual_id, accountant_id, pickings[0])
        press = [("jxc.payable.accrual", "action_post", [[accrual_id]])]
        outcomes = run_sessions(self.registry, accountant_id, [press] * 3)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 2)
        with self.registry.cursor() as cr:
            entries = self._env(cr)["account.move"].search(
                [("jxc_accrual_id", "=", accrual_id)]
            )
            self.assertEqual(entries.mapped("state"), ["posted"] * 2)

    def _cancel(self, accrual_id, accountant_id, pickings):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            accrual = env["jxc.payable.accrual"].browse(accrual_id)
            if accrual.state == "posted":
                accrual.action_cancel("test")
            else:
                accrual.unlink()
            moves = env["stock.picking"].browse(pickings).move_ids
            moves.date = env.cr.now()
            env["res.users"].browse(accountant_id).active = False

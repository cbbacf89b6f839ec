from datetime import timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

QUIET = {"skip_backorder": True, "skip_sms": True}


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """P9 under concurrency: sessions with cursors of their own, that commit."""

    _role = "keeper"

    def _make(self, env):
        inspectors = env.ref("jxc_base.group_jxc_quality_inspector")
        env["res.users"].browse(self.user_id).group_ids |= inspectors
        self.vendor_id = env["res.partner"].create({"name": "Twice"}).id

    def _clean(self, env):
        """What was received cannot be deleted, only put out of sight."""
        env["product.product"].browse(self.product_id).active = False

    def _receipt(self, quantity, **product):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            goods = env["product.product"].create(
                {
                    "name": "Twice",
                    "is_storable": True,
                    "purchase_method": "receive",
                    **product,
                }
            )
            self.product_id = goods.id
            line = {
                "product_id": goods.id,
                "product_qty": quantity,
                "price_unit": 10.0,
                "tax_ids": [Command.clear()],
            }
            order = env["purchase.order"].create(
                {"partner_id": self.vendor_id, "order_line": [Command.create(line)]}
            )
            order.button_confirm()
            order.picking_ids.move_ids.picked = True
            return order.id, order.picking_ids.ids

    def _assert_billed_once(self, order_id, amount):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            order = env["purchase.order"].browse(order_id)
            self.assertEqual(order.invoice_ids.mapped("amount_untaxed"), [amount])
            quants = env["stock.quant"].search(
                [
                    ("product_id", "=", self.product_id),
                    ("location_id.usage", "=", "internal"),
                ]
            )
            self.assertEqual(sum(quants.mapped("quantity")), 6)
            order.invoice_ids.unlink()

    def _assert_one_won(self, outcomes):
        """One passed; whoever came late was told so, and nothing else went wrong."""
        self.assertIn(None, outcomes)
        others = [error for error in outcomes if error is not None]
        self.assertFalse([e for e in others if not isinstance(e, UserError)], others)

    def test_a_receipt_validated_twice_is_billed_once(self):
        order_id, pickings = self._receipt(6)
        job = [("stock.picking", "button_validate", [pickings])]
        self._assert_one_won(
            run_sessions(self.registry, self.user_id, [job, job, job], QUIET)
        )
        self._assert_billed_once(order_id, 60.0)

    def test_an_inspection_finished_twice_is_billed_once(self):
        """P7: two inspectors press the button at the same moment."""
        order_id, pickings = self._receipt(6, jxc_inspect=True)
        job = [("stock.picking", "button_validate", [pickings])]
        self._assert_one_won(run_sessions(self.registry, self.user_id, [job], QUIET))
        with self.registry.cursor() as cr:
            inspection = self._env(cr)["jxc.inspection"].search(
                [("picking_id", "in", pickings)]
            )
            inspection.line_ids.write({"accepted": 4, "reason": "dented"})
            job = [("jxc.inspection", "action_jxc_done", [inspection.ids])]
        self._assert_one_won(
            run_sessions(self.registry, self.user_id, [job, job, job], QUIET)
        )
        self._assert_billed_once(order_id, 40.0)

    def test_a_vendor_is_reminded_once(self):
        """P6: two workers and a buyer at the same moment: one mail."""
        order_id, _pickings = self._receipt(6)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["purchase.order"].browse(order_id).company_id
            every = company.jxc_remind_every
            company.jxc_remind_every = 5
            order = env["purchase.order"].browse(order_id)
            order.partner_id.email = "twice@example.com"
            order.order_line.date_planned -= timedelta(days=5)
            before = len(order.message_ids)

        def work(env):
            env["purchase.order"]._jxc_cron_remind()

        button = ("purchase.order", "action_jxc_remind", [[order_id]])
        outcomes = run_sessions(
            self.registry, SUPERUSER_ID, [[work], [work], [button]], {"tz": "UTC"}
        )
        self._assert_one_won(outcomes)
        with self.registry.cursor() as cr:
            order = self._env(cr)["purchase.order"].browse(order_id)
            self.assertEqual(len(order.message_ids) - before, 1)
            order.company_id.jxc_remind_every = every

from datetime import datetime, time, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestLate(PurchaseCase):
    """V2, P6: what is late is seen, with whom it puts at risk, and asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.tz = "Asia/Shanghai"
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.company.write({"jxc_remind_before": 0, "jxc_remind_every": 0})
        # China's day is ahead of the world's for a third of it.
        china = cls.buyer.with_context(tz="Asia/Shanghai")
        cls.noon = datetime.combine(fields.Date.context_today(china), time(4))

    def _expected(self, days, **order):
        """An order that is expected so many days from today."""
        draft = self._order(confirm=False, **order)
        draft.order_line.date_planned = self.noon + timedelta(days=days)
        draft.button_confirm()
        return draft

    def _late(self, user=None):
        lines = self.env["purchase.order.line"].with_user(user or self.buyer)
        domain = [("jxc_late", "=", True), ("product_id", "in", self.product.ids)]
        return lines.search(domain)

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("jxc_purchase.ir_cron_remind").method_direct_trigger()
        self.env.invalidate_all()

    # --- what is late -----------------------------------------------------------

    def test_what_is_late(self):
        """P6: from the day after, what is still to come and not closed short."""
        late, today, coming = (self._expected(days) for days in (-3, 0, 2))
        part, done, closed = (self._expected(-2) for _n in range(3))
        self._receive(part, 4)
        self._receive(done)
        closed.order_line.action_jxc_close("供应商缺货")
        found = self._late()
        self.assertEqual(found.order_id, late | part)
        self.assertEqual(late.order_line.jxc_days_late, 3)
        self.assertEqual(part.order_line.jxc_qty_open, 6)
        self.assertEqual((today | coming).order_line.mapped("jxc_days_late"), [0, 0])
        self.assertTrue(late.jxc_late)
        self._receive(late)
        self.assertEqual(self._late().order_id, part)

    def _wait_for(self, quantity=5):
        """A delivery that finds nothing to reserve."""
        customer = self.env["res.partner"].create({"name": "望江楼"})
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": customer.id,
                "origin": "S00042",
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.warehouse.lot_stock_id.id,
                            "location_dest_id": self.env.ref(
                                "stock.stock_location_customers"
                            ).id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def test_orders_at_risk(self):
        """V2: deliveries that wait for the product are named, with the customer."""
        line = self._expected(-3).order_line.with_user(self.buyer)
        self.assertFalse(line.jxc_endangered)
        waiting = self._wait_for()
        self.env.invalidate_all()
        self.assertEqual(line.jxc_endangered, "S00042 (望江楼)")
        waiting.action_cancel()
        self.env.invalidate_all()
        self.assertFalse(line.jxc_endangered)

    def test_reads_do_not_grow_with_the_lines(self):
        """V2: as many queries for six lines as for one."""
        self._wait_for()
        lines = self.env["purchase.order.line"].sudo()
        for _n in range(6):
            lines |= self._expected(-3).order_line.sudo()
        self.env.flush_all()
        counts = []
        for some in (lines[:1], lines):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("jxc_endangered")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_alert_names_them(self):
        """V2: the alert of the late receipt says whose orders it puts at risk."""
        order = self._expected(-3)
        self._wait_for()
        rule = self.env["jxc.alert.rule"].create(
            {"name": "Late", "kind": "receipt_late", "days": 0}
        )
        rule.user_ids = False
        self.env["jxc.alert.mark"]._process()
        receipt = order.sudo().picking_ids
        alert = self.env["jxc.alert"].search(
            [("rule_id", "=", rule.id), ("res_id", "=", receipt.id)]
        )
        self.assertIn("S00042 (望江楼)", alert.body)
        self.assertIn(self.buyer, alert.receiver_ids)

    # --- reminding --------------------------------------------------------------

    def test_remind_by_the_button(self):
        """P6: one mail with the table of what is late; once a day; in the chatter."""
        order = self._expected(-3)
        self.vendor.lang = self.env.user.lang
        lines = self._late()
        lines.action_jxc_remind()
        message = order.sudo().message_ids[:1]
        self.assertEqual(order.jxc_reminded_on, fields.Date.context_today(order))
        self.assertIn("大米", message.body)
        self.assertIn(order.name, message.subject)
        self.assertEqual(message.notification_ids.res_partner_id, self.vendor)
        count = len(order.sudo().message_ids)
        with self.assertRaises(UserError):
            order.action_jxc_remind()
        self.assertEqual(len(order.sudo().message_ids), count)

    def test_nobody_to_remind(self):
        """P6: nothing is late; the vendor has no address; who is no buyer."""
        with self.assertRaises(UserError):
            self._expected(3).action_jxc_remind()
        order = self._expected(-3)
        with self.assertRaises(AccessError):
            order.with_user(self.keeper).action_jxc_remind()
        self.vendor.email = False
        with self.assertRaises(UserError):
            order.action_jxc_remind()
        self.assertFalse(order.jxc_reminded_on)

    def test_remind_by_itself(self):
        """P6: by the settings, before and after; twice a day it is not."""
        late, soon, far = (self._expected(days) for days in (-3, 2, 9))
        self._run()
        self.assertFalse(any((late | soon | far).mapped("jxc_reminded_on")))
        self.company.write({"jxc_remind_before": 3, "jxc_remind_every": 5})
        before = {order: len(order.sudo().message_ids) for order in (late, soon, far)}
        self._run()
        self._run()
        sent = [len(o.sudo().message_ids) - count for o, count in before.items()]
        self.assertEqual(sent, [1, 1, 0])
        self.assertEqual(soon.jxc_remind_line_ids, soon.order_line)
        late.sudo().jxc_reminded_on -= timedelta(days=4)
        self._run()
        self.assertEqual(len(late.sudo().message_ids) - before[late], 2)

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPortal(PurchaseCase, HttpCase):
    """P5, T6: the vendor confirms his order in the portal, and no other one."""

    def setUp(self):
        super().setUp()
        self.company.partner_id.tz = self.buyer.tz = "Asia/Shanghai"
        self.order, self.other = self._order(), self._order()
        self.first = self.order.order_line.date_planned
        self.day = fields.Date.context_today(self.order) + timedelta(days=12)
        other = self.env["res.partner"].create({"name": "别家供应商"})
        self.other.sudo().partner_id = other
        for order in self.order | self.other:
            order.sudo()._portal_ensure_token()
        self.env.flush_all()

    def _update(self, order, token, line=None, day=None):
        """A vendor, with this token, enters a date; any error is his to see."""
        line = line or order.order_line
        params = {"access_token": token, str(line.id): str(day or self.day)}
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/my/purchase/{order.id}/update",
                json={"jsonrpc": "2.0", "params": params},
            )
        self.env.invalidate_all()
        return answer

    def _get(self, order, token, query):
        url = f"/my/purchase/{order.id}?access_token={token}&{query}"
        self.url_open(url)
        self.env.invalidate_all()

    def _told(self):
        return self.order.sudo().message_ids.filtered(
            lambda message: self.buyer.partner_id in message.partner_ids
        )

    def _touched(self, order):
        return order.acknowledged or any(order.order_line.mapped("jxc_date_confirmed"))

    def test_his_own_pages(self):
        """P5: the vendor signs in, finds his orders with their amounts and no other's,
        and has a button to confirm."""
        user = new_test_user(self.env, "vendor_portal", groups="base.group_portal")
        user.partner_id.parent_id = self.vendor
        orders = self.order | self.other
        orders.sudo().message_subscribe(user.partner_id.ids)
        self.other.sudo().message_unsubscribe(user.partner_id.ids)
        self.order.message_post(
            body="请尽快发货", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.authenticate(user.login, user.login)
        page = self.url_open("/my/purchase")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.order.name, page.text)
        self.assertIn("100.00", page.text)
        self.assertNotIn(self.other.name, page.text)
        page = self.url_open(f"/my/purchase/{self.order.id}")
        self.assertIn("acknowledge=True", page.text)
        self.assertIn("update=True", page.text)
        mine = self.order.with_user(user)
        self.assertIn("请尽快发货", "".join(mine.message_ids.mapped("body")))
        self.url_open(f"/my/purchase/{self.order.id}?acknowledge=True")
        page = self.url_open(f"/my/purchase/{self.order.id}")
        self.assertNotIn("acknowledge=True", page.text)
        self.assertIn("alert-success", page.text)
        self.assertNotIn(
            "update=True", self.url_open(f"/my/purchase/{self.other.id}").text
        )

    def test_new_date(self):
        """P5: the date moves, what was promised first stays, the buyer is told."""
        self._update(self.order, self.order.sudo().access_token)
        line = self.order.order_line
        self.assertEqual(line.date_planned.date(), self.day)
        self.assertEqual(line.jxc_date_confirmed, line.date_planned)
        self.assertEqual(line.jxc_date_promised, self.first)
        self.assertTrue(self.order.acknowledged)
        self.assertEqual(
            line.sudo().move_ids.mapped("date_deadline"), [line.date_planned]
        )
        self.assertEqual(len(self._told()), 1)
        row = self.env["jxc.vendor.score"].with_user(self.buyer).browse(line.id)
        self.assertEqual(row.confirmed, self.day)
        self.assertEqual(
            row.date, fields.Datetime.context_timestamp(row, self.first).date()
        )

    def test_as_planned(self):
        """P5: confirmed with the dates as they are, told once."""
        for _n in range(2):
            self._get(self.order, self.order.sudo().access_token, "acknowledge=True")
        line = self.order.order_line
        self.assertEqual(line.jxc_date_confirmed, self.first)
        self.assertTrue(self.order.acknowledged)
        self.assertEqual(len(self._told()), 1)

    def test_anew_after_a_cancellation(self):
        """P5: an order that begins anew is confirmed anew."""
        self.order.sudo()._jxc_confirm_dates()
        self.assertTrue(self._touched(self.order))
        self.order.button_cancel()
        self.order.button_draft()
        self.assertFalse(self._touched(self.order))

    def test_with_the_token_of_another_order(self):
        """P5: another vendor's order, with no token, or a line of it: nothing."""
        own = self.order.sudo().access_token
        for token in (own, "", "0" * 36):
            self._update(self.other, token)
            self._get(self.other, token, "acknowledge=True")
        self._update(self.order, own, line=self.other.order_line)
        self.assertFalse(self._touched(self.other))
        self.assertNotEqual(self.other.order_line.date_planned.date(), self.day)

    def test_what_cannot_be_kept(self):
        """P5: not in the past, not of a cancelled order, not of what has come."""
        token = self.order.sudo().access_token
        yesterday = fields.Date.context_today(self.order) - timedelta(days=1)
        self._update(self.order, token, day=yesterday)
        self.assertFalse(self._touched(self.order))
        self.order.button_cancel()
        self.env.flush_all()
        self._update(self.order, token)
        self._get(self.order, token, "acknowledge=True")
        self.assertFalse(self._touched(self.order))
        done = self._order()
        done.sudo()._portal_ensure_token()
        self._receive(done)
        self.env.flush_all()
        self._update(done, done.sudo().access_token)
        self.assertFalse(done.order_line.jxc_date_confirmed)
        self.assertNotEqual(done.order_line.date_planned.date(), self.day)

    def test_by_hand(self):
        """P5: neither buyer nor the vendor's own user writes it, or the state."""
        with self.assertRaises(UserError):
            self.order.order_line.jxc_date_confirmed = self.first
        draft = self._order(confirm=False)
        user = self.env["res.users"].create(
            {
                "name": "粮油业务员",
                "login": "portal_vendor_test",
                "password": "portal_vendor_test",
                "partner_id": self.vendor.id,
                "group_ids": self.env.ref("base.group_portal").ids,
            }
        )
        draft.message_subscribe(self.vendor.ids)
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        for vals in ({"state": "purchase"}, {"acknowledged": True}):
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                answer = self.url_open(
                    "/web/dataset/call_kw/purchase.order/write",
                    json={
                        "params": {
                            "model": "purchase.order",
                            "method": "write",
                            "args": [draft.ids, vals],
                            "kwargs": {},
                        }
                    },
                )
            self.assertIn("AccessError", answer.json()["error"]["data"]["name"])
        self.env.invalidate_all()
        self.assertEqual((draft.state, draft.acknowledged), ("draft", False))

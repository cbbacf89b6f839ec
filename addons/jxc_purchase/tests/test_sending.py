from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestSending(PurchaseCase):
    """P5: an approved order goes to the vendor, and one sees whether it did."""

    def _run(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("jxc_purchase.ir_cron_send_orders").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_order_goes_to_the_vendor_once(self):
        """P5: mailed by the scheduled action, not by the confirmation."""
        order = self._order()
        self.assertEqual(order.jxc_mail_state, "to_send")
        before = len(order.message_ids)
        self._run()
        self.assertEqual(order.jxc_mail_state, "sent")
        message = order.sudo().jxc_mail_message_id
        self.assertEqual(message.notification_ids.res_partner_id, self.vendor)
        self.assertGreater(len(order.message_ids), before)
        before = len(order.message_ids)
        self._run()
        self.assertEqual(len(order.message_ids), before)

    def test_by_the_setting_or_by_the_button(self):
        """P5: where the company does not send by itself, the button does."""
        self.company.jxc_send_orders = False
        order = self._order()
        self._run()
        self.assertEqual(order.jxc_mail_state, "none")
        with self.assertRaises(AccessError):
            order.with_user(self.keeper).action_jxc_send_again()
        with self.assertRaises(UserError):
            self._order(confirm=False).action_jxc_send_again()
        order.action_jxc_send_again()
        self.assertEqual(order.jxc_mail_state, "to_send")
        self._run()
        self.assertEqual(order.jxc_mail_state, "sent")

    def test_a_vendor_without_address_is_reported(self):
        """P5: it shows on the order with its reason, and the buyer gets a to-do."""
        self.vendor.email = False
        order = self._order()
        self._run()
        self.assertEqual(order.jxc_mail_state, "failed")
        self.assertIn(self.vendor.name, order.jxc_mail_error)
        self.assertEqual(order.activity_ids.user_id, self.buyer)
        self.assertEqual(order.state, "purchase")
        self.vendor.email = "vendor@example.com"
        order.action_jxc_send_again()
        self._run()
        self.assertEqual((order.jxc_mail_state, order.jxc_mail_error), ("sent", False))

    @mute_logger("odoo.addons.jxc_purchase.models.purchase_order_send")
    def test_a_mail_that_cannot_be_made_undoes_nothing(self):
        """P5: whatever breaks, the order stays approved, and the others go out."""
        first, second = self._order(), self._order()
        original = type(first).message_post_with_source

        def broken(records, *args, **kwargs):
            if records == first:
                raise ValueError("no printer")
            return original(records, *args, **kwargs)

        with patch.object(type(first), "message_post_with_source", broken):
            self._run()
        self.assertEqual((first.state, first.jxc_mail_state), ("purchase", "failed"))
        self.assertEqual(first.jxc_mail_error, "no printer")
        self.assertEqual(second.jxc_mail_state, "sent")

    def test_what_the_mail_server_says(self):
        """P5: refused by the server: failed, with the reason; sent later: sent."""
        order = self._order()
        self._run()
        mail = self.env["mail.mail"].create(
            {"mail_message_id": order.sudo().jxc_mail_message_id.id}
        )
        mail._postprocess_sent_message(
            [], [], failure_reason="550 no such user", failure_type="mail_smtp"
        )
        self.assertEqual(order.jxc_mail_state, "failed")
        self.assertEqual(order.jxc_mail_error, "550 no such user")
        self.assertEqual(len(order.activity_ids), 1)
        mail._postprocess_sent_message(self.vendor.ids, [])
        self.assertEqual((order.jxc_mail_state, order.jxc_mail_error), ("sent", False))

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DunningCase

CRON = "jxc_dunning.ir_cron_mail_letters"


@tagged("post_install", "-at_install")
class TestMail(DunningCase):
    """S9: by mail, through a job and the host's queue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(100, days_ago=20)
        cls.letter = cls._propose()

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        domain = [("res_id", "=", self.letter.id), ("model", "=", self.letter._name)]
        return self.env["mail.mail"].sudo().search(domain)

    def test_queued_once_with_the_letter(self):
        """S9: numbered and frozen at once, printed by the job, once."""
        self.letter.action_send_mail()
        self.assertEqual(self.letter.state, "sent")
        self.assertTrue(self.letter.name)
        self.assertFalse(self._mails(), "printing is not the user's wait")
        self._run()
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertTrue(mail.attachment_ids.name.endswith(".pdf"))
        self.assertIn("Text of Level One", mail.body_html)
        self.letter.action_send_mail()
        self._run()
        self.assertEqual(len(self._mails()), 1)

    def test_taken_back_before_the_job_or_the_queue(self):
        """S9: nothing goes out, and the level is free again."""
        self.letter.action_send_mail()
        self.letter.action_cancel()
        self._run()
        self.assertFalse(self._mails())
        self.letter = self._propose()
        self.letter.action_send_mail()
        self._run()
        self.letter.action_cancel()
        self.assertEqual(self._mails().state, "cancel")
        self.assertTrue(self._propose())

    def test_what_went_out_is_not_taken_back(self):
        """S9: the customer has it."""
        self.letter.action_send_mail()
        self._run()
        self._mails().state = "sent"
        self.letter.mail_message_id.sudo().notification_ids.notification_status = "sent"
        with self.assertRaisesRegex(UserError, "stays as a record"):
            self.letter.action_cancel()

    def test_nothing_is_mailed_of_what_is_paid(self):
        """S9: the money came between the draft and the button."""
        self._pay(100)
        self.letter.action_send_mail()
        self.assertEqual(self.letter.state, "cancel")
        self._run()
        self.assertFalse(self._mails())

    def test_who_has_no_address_is_named(self):
        """S9: and stays a draft, to be printed."""
        self.customer.sudo().email = False
        with self.assertRaisesRegex(UserError, "Corner Shop"):
            self.letter.action_send_mail()
        self.assertEqual(self.letter.state, "draft")

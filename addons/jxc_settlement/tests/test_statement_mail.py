from functools import partial
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import (
    IrMail_Server,
    MailDeliveryException,
)

from .common import SettlementCase

CRON = "jxc_settlement.ir_cron_mail_statements"


@tagged("post_install", "-at_install")
class TestStatementMail(SettlementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.sudo().email = "shop@example.com"
        cls._invoice(100, days_ago=9)
        cls.statement = cls._statement()

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).sudo().method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        domain = [("res_id", "=", self.statement.id), ("model", "=", "jxc.statement")]
        mails = self.env["mail.mail"].sudo().search(domain)
        return mails.filtered("recipient_ids.partner_share")

    def _deliver(self, mail, **outcome):
        """The host's queue at work, with a mail server of which this is the answer."""
        server = partial(patch.object, IrMail_Server)
        with (
            server("_disable_send", return_value=False),
            server("_connect__", return_value=None),
            server("send_email", **outcome),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            mail.send()
        self.env.invalidate_all()

    def _of_state(self, state):
        domain = [("id", "=", self.statement.id), ("mail_state", "=", state)]
        return self.env["jxc.statement"].search(domain)

    def test_queued_with_both_files_and_a_link_to_answer(self):
        """S9: frozen at once, printed by the job, then in the host's queue."""
        self.statement.action_send_mail()
        self.assertEqual(self.statement.state, "sent")
        self.assertEqual(self.statement.mail_state, "waiting")
        self.assertFalse(self._mails(), "printing is not the user's wait")
        self._run()
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.statement.access_token, mail.body_html)
        kinds = {name.rpartition(".")[2] for name in mail.attachment_ids.mapped("name")}
        self.assertEqual(kinds, {"pdf", "xlsx"})
        self.assertEqual(self._of_state("waiting"), self.statement)
        self._deliver(mail, return_value="id")
        self.assertEqual(self.statement.mail_state, "sent")
        self.assertEqual(self._of_state("sent"), self.statement)

    def test_a_mail_that_fails_is_seen_and_sent_again(self):
        """S9: failed where the list shows it; once more, the figures unchanged."""
        self.statement.action_send_mail()
        self._run()
        mail = self._mails()
        self._deliver(mail, side_effect=MailDeliveryException("no"))
        self.assertEqual(self.statement.mail_state, "failed")
        self.assertEqual(self._of_state("failed"), self.statement)
        self.assertFalse(self._of_state("sent"))
        self._invoice(5, days_ago=8)
        self.statement.action_mail_again()
        self.assertEqual(self.statement.mail_state, "waiting")
        self._run()
        self.assertEqual(len(self._mails()), 2)
        self.assertEqual(self.statement.closing, 100)

    def test_sending_twice_mails_once(self):
        """S9: the button pressed twice; only "Mail Again" repeats."""
        self.statement.action_send_mail()
        self._run()
        self.statement.action_send_mail()
        self._run()
        self.assertEqual(len(self._mails()), 1)

    def test_who_has_no_address_is_named_and_stays_a_draft(self):
        """S9: the others of the batch go out."""
        other = self.customer.sudo().copy({"name": "Mute Shop", "email": False})
        self._invoice(10, days_ago=9, partner_id=other.id)
        mute = self.env["jxc.statement"].make(
            self.company, "receivable", self.statement.date_from, self.today, other
        )
        with self.assertRaisesRegex(UserError, "Mute Shop"):
            mute.action_send_mail()
        answer = (mute + self.statement).action_send_mail()
        self.assertIn("Mute Shop", answer["params"]["message"])
        self.assertEqual(mute.state, "draft")
        self.assertEqual(self.statement.state, "sent")

    def test_to_the_contact_for_invoices(self):
        """S9: the shop's bookkeeper gets it, where there is one."""
        clerk = self.env["res.partner"].sudo().create(
            {"name": "Clerk", "type": "invoice", "email": "clerk@example.com",
             "parent_id": self.customer.id}
        )  # fmt: skip
        self.statement.action_send_mail()
        self._run()
        mail = self._mails()
        self.assertEqual(mail.recipient_ids, clerk)
        self.assertIn(self.statement.access_token, mail.body_html)

    def test_one_that_cannot_be_printed_is_a_to_do(self):
        """S9: with the reason; cancelled ones are not mailed any more."""
        self.statement.action_send_mail()
        self.statement.action_cancel()
        self._run()
        self.assertFalse(self._mails())
        self.assertEqual(self.statement.mail_state, "failed")
        self.assertEqual(self.statement.activity_ids.user_id, self.accountant)

    def test_other_roles_mail_nothing(self):
        """F2: salespeople and keepers neither send nor repeat."""
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            theirs = self.statement.with_user(user)
            for call in (theirs.action_send_mail, theirs.action_mail_again):
                with self.assertRaises(AccessError):
                    call()
        with self.assertRaises(UserError):
            self.statement.write({"mail_wanted": True})

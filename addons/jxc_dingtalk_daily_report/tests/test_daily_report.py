import base64

from odoo.tests import tagged

from odoo.addons.jxc_dingtalk.tests.common import DingtalkCase


@tagged("post_install", "-at_install")
class TestDailyReport(DingtalkCase):
    """G1: the daily report on the phone, over HTTP."""

    def setUp(self):
        super().setUp()
        self.manager.lang = "en_US"
        self.salesperson.email = "s@example.com"
        self.person.user_id = self.manager
        self.person.identifier = "zhang"
        self.person.action_jxc_confirm()
        self.report = (
            self.env["jxc.daily.report"]
            .with_user(self.manager)
            .create({"user_ids": [(6, 0, (self.manager | self.salesperson).ids)]})
        )

    def _issue(self, user):
        return self.env["jxc.daily.report.issue"].search(
            [("report_id", "=", self.report.id), ("user_id", "=", user.id)]
        )

    def test_text_and_picture_to_the_confirmed_mail_to_the_others(self):
        self.report.action_jxc_send_now()
        self.assertFalse(self.phone.shown, "not before the commit")
        self.send()
        issue = self._issue(self.manager)
        text, picture = self.phone.texts("zhang")
        self.assertIn(f"/odoo/jxc.daily.report.issue/{issue.id}", text)
        self.assertIn("Sales of the day", text)
        self.assertIn("@media-1", picture)
        self.assertEqual(self.phone.media["@media-1"], base64.b64decode(issue.picture))
        mails = self.env["mail.mail"].search(
            [("subject", "=", self._issue(self.salesperson).title)]
        )
        self.assertEqual(mails.recipient_ids, self.salesperson.partner_id)

    def test_in_wecom(self):
        self.person.write({"platform": "wecom", "identifier": "zhang"})
        self.person.action_jxc_confirm()
        self.report.action_jxc_send_now()
        self.send()
        text, picture = self.phone.texts("zhang")
        self.assertIn("jxc.daily.report.issue", text)
        self.assertIn("@media-1", picture)

    def test_an_answer_that_got_lost_shows_no_second_picture(self):
        """Neither where the upload's, nor where the message's answer is lost."""
        self.report.action_jxc_send_now()
        self.send()  # a token, and what was said
        self.phone.shown.clear()
        self.report.action_jxc_send_now()
        self.phone.script = [None, "lost after", None, "lost after"]
        messages = self.messages.search([("person_id", "=", self.person.id)])[:2]
        for _again in range(4):
            messages.invalidate_recordset()
            late = max(messages.mapped("next_try_on"))
            self.send(late)
        self.assertEqual(set(messages.mapped("state")), {"sent"})
        pictures = [text for text in self.phone.texts("zhang") if "@media" in text]
        self.assertEqual(len(pictures), 1)

    def test_a_picture_that_is_refused_ends(self):
        self.report.action_jxc_send_now()
        self.phone.script = [None, None, {"errcode": 60011, "errmsg": "no"}]
        self.send()
        states = self.messages.search([("person_id", "=", self.person.id)])
        self.assertEqual(sorted(states.mapped("state")), ["dead", "sent"])

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DingtalkCase


@tagged("post_install", "-at_install")
class TestPeople(DingtalkCase):
    """G1: who is who is confirmed by a manager."""

    def test_found_by_mobile_and_confirmed(self):
        people = self.env["jxc.dingtalk.person"].with_user(self.manager)
        people.action_jxc_list_people()
        buyer = people.search(
            [("user_id", "=", self.buyer.id), ("platform", "=", "dingtalk")]
        )
        self.assertEqual(buyer.state, "unmapped")
        with self.assertRaisesRegex(UserError, "no ID"):
            buyer.action_jxc_confirm()
        self.buyer.partner_id.phone = "+86 139 0013 9000"
        self.env.flush_all()
        buyer.action_jxc_find()
        self.assertEqual((buyer.identifier, buyer.state), ("li", "proposed"))
        self.assertFalse(people._jxc_for(self.buyer, self.company))
        buyer.action_jxc_confirm()
        self.assertEqual(people._jxc_for(self.buyer, self.company), buyer)
        buyer.write({"identifier": "wang", "state": "confirmed"})
        self.assertEqual(buyer.state, "proposed", "to be confirmed anew")

    def test_nobody_is_made_confirmed(self):
        values = {"user_id": self.buyer.id, "identifier": "li", "state": "confirmed"}
        self.assertEqual(self.person.create(values).state, "proposed")

    def test_not_found(self):
        person = self.person.create({"user_id": self.buyer.id})
        person.action_jxc_find()
        self.assertIn("no phone number", person.reason)
        self.buyer.partner_id.phone = "13700137000"
        self.env.flush_all()
        person.action_jxc_find()
        self.assertIn("60121", person.reason)

    def test_unique(self):
        """One ID for one user, in a company and platform."""
        with mute_logger("odoo.sql_db"):
            for user, identifier in ((self.buyer, "zhang"), (self.keeper, "other")):
                with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                    self.person.create({"user_id": user.id, "identifier": identifier})
        self.person.create(
            {"user_id": self.keeper.id, "identifier": "zhang", "platform": "wecom"}
        )

    def test_history_stays(self):
        """Who was written to is archived, not deleted; nor is his user."""
        self.manager.lang = "en_US"
        message = self.person._jxc_say("Hello", "")
        self.send()
        user = self.person.user_id
        for gone in (self.person, user):
            with self.assertRaisesRegex(UserError, "was written to"):
                gone.with_context(lang="en_US").sudo().unlink()
        self.robot._jxc_say("Hello", "")
        self.env.flush_all()
        for gone in (self.robot, self.account):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                gone.sudo().unlink()
        self.assertEqual((message.state, message.person_id), ("sent", self.person))
        late = self.person._jxc_say("Late", "")
        self.person.action_archive()
        self.send()
        self.assertEqual(late.state, "dead")
        self.assertIn("archived", late.answer)
        people = self.env["jxc.dingtalk.person"]
        self.assertFalse(people._jxc_for(user, self.company))
        again = people.create({"user_id": user.id, "identifier": "zhang"})
        again.unlink()
        self.assertEqual(self.messages.search_count([("person_id", "!=", False)]), 2)

    def test_who_was_never_written_to(self):
        user = self.buyer.copy({"login": "never_written_to"})
        self.env["jxc.dingtalk.person"].create({"user_id": user.id})
        user.sudo().unlink()
        self.assertFalse(user.exists())

    def test_a_name_is_no_markdown(self):
        """In a group's message, in its digest and on a work notification."""
        evil = "[点我](http://evil) **now**"
        self.robot._jxc_say(evil, evil)
        self.person._jxc_say(evil, evil)
        for number in range(20):
            self.robot._jxc_say(f"{evil} {number}", "")
        self.send()
        texts = self.phone.texts()
        self.assertGreater(len(texts), 2)
        self.assertIn("merged", self.messages.search([]).mapped("state"))
        self.assertNotIn("](http://evil)", str(texts))
        self.assertNotIn("**now", str(texts))
        self.assertIn("点我", str(texts))

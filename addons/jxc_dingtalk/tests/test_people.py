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

from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestScreens(ApprovalCase):
    """P4, S3: what an approver sees of what waits for him."""

    def test_the_amount_is_that_of_the_submission(self):
        document, request = self._submitted(amount=500)
        self.assertEqual(request.amount, 500)
        self.assertEqual(request.currency_id, self.company.currency_id)
        document.amount = 700
        self.assertEqual(request.amount, 500)

    def _told(self, act):
        """Whose counters are told to count again by ``act``."""
        channels = []
        bus = type(self.env["bus.bus"])

        def send(_bus, target, kind, message):
            if kind == "jxc_approval/updated":
                channels.append(target)

        self.patch(bus, "_sendone", send)
        act()
        return {channel.id for channel in channels}

    def test_the_counter_is_told(self):
        """Of what is asked, and of what is over; not of what changes otherwise."""
        asked = set((self.manager | self.second).partner_id.ids)
        document = self._document()
        self.assertGreaterEqual(self._told(document.action_jxc_submit), asked)
        request = document.jxc_approval_request_ids
        decider = request.with_user(self.manager)
        self.assertFalse(self._told(lambda: decider.message_post(body="hm")))
        self.assertGreaterEqual(self._told(decider.action_jxc_approve), asked)

    def test_who_passed_it_on_is_told(self):
        """Waiting for another now, it leaves the counter of who was asked."""
        step = {"user_ids": [self.manager.id]}
        self.rule.active = False
        self._rule("Alone", step)
        _document, request = self._submitted()
        decider = request.with_user(self.manager)
        told = self._told(lambda: decider.action_jxc_delegate(self.keeper.id))
        self.assertEqual(told, set((self.manager | self.keeper).partner_id.ids))


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def test_filters_and_groups(self):
        """P4, S3: mine, asked by me, overdue; by rule, requester, state and month."""
        arch = self.env.ref("jxc_approval.jxc_approval_request_view_search").arch
        for name in (
            "mine", "submitted", "late",
            "group_rule", "group_requester", "group_state", "group_month",
        ):  # fmt: skip
            self.assertIn(f'name="{name}"', arch)

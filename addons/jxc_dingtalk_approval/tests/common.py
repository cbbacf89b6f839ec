from odoo.addons.jxc_approval.tests.common import ApprovalCase
from odoo.addons.jxc_dingtalk.tests.common import DingtalkCase


class PhoneCase(ApprovalCase, DingtalkCase):
    """Two managers approve: one has DingTalk, the other WeCom."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        people = cls.env["jxc.dingtalk.person"].with_user(cls.manager)
        cls.wang, cls.li = people.create(
            [
                {"user_id": cls.manager.id, "identifier": "wang"},
                {
                    "user_id": cls.second.id,
                    "identifier": "li",
                    "platform": "wecom",
                },
            ]
        )
        (cls.wang | cls.li).action_jxc_confirm()
        (cls.manager | cls.second).lang = "en_US"
        cls.manager.name, cls.second.name = "Wang", "Li"
        managers = cls.env.ref("jxc_base.group_jxc_manager").all_user_ids
        (managers - cls.manager - cls.second).active = False

    def setUp(self):
        super().setUp()
        self.phone.people["1"] = "wang"
        self.set_up_cards()

    def ask(self, amount=500.0):
        """A document is submitted; the cards are on the phones."""
        document, request = self._submitted(amount)
        self.send()
        cards = {card["person"]: n for n, card in self.phone.cards.items()}
        return document, request, cards

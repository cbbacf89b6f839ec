from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.jxc_settlement.tests.common import SettlementCase


class DunningCase(SettlementCase):
    """A customer who pays late, and three levels: 7, 30 and 60 days, 14 between."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        levels = cls.env["jxc.dunning.level"].sudo()
        levels.search([("company_id", "in", [cls.company.id, False])]).active = False
        cls.first, cls.second, cls.third = levels.create(
            [
                {
                    "name": name,
                    "company_id": cls.company.id,
                    "days": days,
                    "wait": wait,
                    "tone": tone,
                    "text": f"Text of {name}",
                    "notify_salesperson": days > 7,
                }
                for name, days, wait, tone in (
                    ("Level One", 7, 0, "reminder"),
                    ("Level Two", 30, 14, "demand"),
                    ("Level Three", 60, 14, "last"),
                )
            ]
        )
        cls.customer.sudo().write(
            {"email": "shop@example.com", "user_id": cls.salesperson.id}
        )
        cls.letters = cls.env["jxc.dunning.letter"]

    @classmethod
    def _propose(cls, *partners, company=None):
        """The letters of a run, of these customers or of all of the tests."""
        partners = cls.env["res.partner"].union(*(partners or (cls.customer,)))
        return cls.letters.make(company or cls.company, partners).letters

    def _later(self, days):
        """The same, so many days from now."""
        day = self.today + timedelta(days=days)
        found = patch.object(fields.Date, "context_today", lambda *_args, **_kw: day)
        return found

    def _sent(self):
        """The letter that is due, sent."""
        letter = self._propose()
        letter.action_send()
        return letter

import json
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ProfitCase


@tagged("post_install", "-at_install")
class TestProfitSecret(ProfitCase, HttpCase):
    """F2: what goods cost is for accountant and manager, by every path."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("base.group_allow_export")
        (cls.salesperson + cls.keeper + cls.buyer).sudo().group_ids += group

    def _trade(self):
        self._bought(10, 133.7, "2026-05-03 04:00:00")
        return self._sold(4, 29, "2026-05-20 04:00:00")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_by_the_api(self):
        """F2, G3: not with a key of one's own over HTTP."""
        order = self._trade()
        ask = {"domain": [["order_id", "=", order.id]]}
        attempts = {
            "search_read": {**ask, "fields": ["cost"]},
            "search": {"domain": [["cost", ">", 13]], "order": "cost"},
            "web_search_read": {**ask, "specification": {"profit": {}}},
            "formatted_read_group": {**ask, "groupby": [], "aggregates": ["cost:sum"]},
            "export_data": {"ids": [1], "fields_to_export": ["cost"]},
        }
        for user in (self.salesperson, self.keeper, self.buyer):
            keys = self.env["res.users.apikeys"].with_user(user)
            key = keys._generate("rpc", "t", self.env.cr.now() + timedelta(days=7))
            for method, arguments in attempts.items():
                with self.subTest(user=user.login, method=method):
                    answer = self.url_open(
                        f"/json/2/jxc.sale.profit/{method}",
                        data=json.dumps(arguments),
                        headers={
                            "Authorization": f"Bearer {key}",
                            "Content-Type": "application/json",
                        },
                    )
                    self.assertEqual(answer.status_code, 403, answer.text)
                    self.assertNotIn("53.48", answer.text)

    def test_the_way_to_the_ledger(self):
        """F2: the button of the order leads others to nothing."""
        order = self._trade()
        for user in (self.salesperson, self.keeper, self.buyer):
            with self.assertRaises(AccessError):
                action = order.with_user(user).sudo(False).action_jxc_cost_rows()
                self.env["jxc.cost.row"].with_user(user).search(action["domain"])

    def test_another_company(self):
        """T5: a company's profit is not another's."""
        order = self._trade()
        other = self.env["res.company"].create({"name": "Other"})
        self.accountant.sudo().write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        report = self._report().with_context(allowed_company_ids=other.ids)
        self.assertFalse(report.search([("order_id", "=", order.id)]))

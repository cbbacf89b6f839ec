import json
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportCase

MODELS = ("jxc.cost.layer", "jxc.cost.turnover", "jxc.cost.age", "jxc.cost.summary")


@tagged("post_install", "-at_install")
class TestSecret(ReportCase, HttpCase):
    """F2: what stock costs is for accountant and manager, by every path."""

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_by_the_api(self):
        """F2, G3: over HTTP with a key of one's own; also the report of a dialog."""
        self._in(7, 93.59, 1)
        attempts = {
            "search_read": {"domain": [], "fields": []},
            "search": {"domain": [["id", ">", 0]], "order": "id"},
            "formatted_read_group": {
                "domain": [],
                "groupby": [],
                "aggregates": ["__count"],
            },
            "export_data": {"ids": [1], "fields_to_export": ["display_name"]},
        }
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            keys = self.env["res.users.apikeys"].with_user(user)
            key = keys._generate("rpc", "t", self.env.cr.now() + timedelta(days=7))
            for model in MODELS:
                for method, arguments in attempts.items():
                    with self.subTest(user=user.login, model=model, method=method):
                        answer = self.url_open(
                            f"/json/2/{model}/{method}",
                            data=json.dumps(arguments),
                            headers={
                                "Authorization": f"Bearer {key}",
                                "Content-Type": "application/json",
                            },
                        )
                        self.assertEqual(answer.status_code, 403, answer.text)
                        self.assertNotIn("93.59", answer.text)

    def test_the_dialogs(self):
        """F2: others cannot even open one."""
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            for name in ("jxc.cost.ageing.ask", "jxc.cost.turnover.ask"):
                with self.subTest(user=user.login, name=name):
                    with self.assertRaises(AccessError):
                        self.env[name].with_user(user).create({})

    def test_nobody_writes(self):
        """T5: the reports are computed; there is nothing to write."""
        self._in(7, 93.59, 1)
        for name in ("jxc.cost.layer", "jxc.cost.turnover"):
            rows = self._model(name).search(
                [("product_id", "=", self.goods.id)], limit=1
            )
            self.assertTrue(rows)
            for change in (lambda r: r.write({"product_id": 1}), lambda r: r.unlink()):
                with self.assertRaises(AccessError):
                    change(rows)

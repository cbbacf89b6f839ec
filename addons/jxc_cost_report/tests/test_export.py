import json
from io import BytesIO

from openpyxl import load_workbook

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestExport(ReportCase, HttpCase):
    """T5, T6: the web client's own export of the lists, as it asks for it."""

    def _exported(self, user, model, names, groupby=(), **context):
        """The workbook's lines; None if it was refused."""
        user.sudo().group_ids += self.env.ref("base.group_allow_export")
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        fields = self.env[model]._fields
        data = {
            "model": model,
            "domain": [["product_id", "=", self.goods.id]],
            "fields": [
                {"name": name, "label": name, "type": fields[name].type}
                for name in names
            ],
            "groupby": list(groupby),
            "ids": False,
            "import_compat": False,
            "context": context,
        }
        token = http.Request.csrf_token(self)
        answer = self.url_open(
            "/web/export/xlsx", data={"data": json.dumps(data), "csrf_token": token}
        )
        if answer.status_code != 200:
            self.assertNotIn("93.59", answer.text)
            return None
        return [list(row) for row in load_workbook(BytesIO(answer.content)).active.rows]

    def _values(self, rows):
        return [[cell.value for cell in row] for row in rows]

    def test_the_lists(self):
        """T5, T6: opens, and has the figures of the screen; grouped too."""
        self._in(7, 93.59, 3)
        days = {"jxc_from": "2026-06-01", "jxc_to": "2026-06-30"}
        asks = {
            "jxc.cost.summary": (["in_quantity", "in_amount", "closing_amount"], days),
            "jxc.cost.layer": (["quantity", "amount"], {"jxc_at": "2026-06-30"}),
            "jxc.cost.turnover": (["quantity", "opening", "closing"], days),
            "jxc.cost.row": (["quantity", "running_amount"], {}),
        }
        wanted = {
            "jxc.cost.summary": [7, 93.59, 93.59],
            "jxc.cost.layer": [7, 93.59],
            "jxc.cost.turnover": [7, 0, 93.59],
            "jxc.cost.row": [7, 93.59],
        }
        for user in (self.accountant, self.manager):
            for model, (names, context) in asks.items():
                with self.subTest(user=user.login, model=model):
                    names = ["product_id", *names]
                    rows = self._exported(user, model, names, **context)
                    values = self._values(rows)[-1]
                    self.assertEqual(values[0], self.goods.display_name)
                    self.assertEqual(values[1:], wanted[model])
        rows = self._exported(
            self.accountant,
            "jxc.cost.layer",
            ["product_id", "quantity", "amount"],
            ["age_id"],
            jxc_at="2026-06-30",
        )
        self.assertIn(93.59, self._values(rows)[1])

    def test_not_by_others(self):
        """F2: those who may export, but not see costs, get nothing."""
        self._in(7, 93.59, 3)
        asks = {
            "jxc.cost.summary": "closing_amount",
            "jxc.cost.layer": "amount",
            "jxc.cost.turnover": "closing",
            "jxc.cost.row": "amount",
        }
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            for user in (self.salesperson, self.keeper, self.buyer):
                for model, name in asks.items():
                    with self.subTest(user=user.login, model=model):
                        names = ["product_id", name]
                        self.assertIsNone(self._exported(user, model, names))

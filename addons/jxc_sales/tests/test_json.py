from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestJson(SalesCase, HttpCase):
    """S3, F2: a plain salesperson with an API key over /json/2."""

    def setUp(self):
        super().setUp()
        keys = self.env["res.users.apikeys"].with_user(self.salesperson)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        self.key = keys._generate("rpc", "test", tomorrow)

    def _call(self, model, method, **body):
        return self.url_open(
            f"/json/2/{model}/{method}",
            json=body,
            headers={"Authorization": f"bearer {self.key}"},
            timeout=60,
        )

    def _refused(self, model, method, **body):
        with mute_logger("odoo.http"):
            answer = self._call(model, method, **body)
        self.assertGreaterEqual(answer.status_code, 400, answer.text)

    def test_no_way_round_the_button(self):
        order = self._order((self.bottle, 5, {"discount": 99.0}))
        ids, line_ids = order.ids, order.order_line.ids
        sale = {"state": "sale"}
        self._refused("sale.order", "write", ids=ids, vals=sale)
        self._refused(
            "sale.order", "write", ids=ids, vals=sale, context={"jxc_confirming": True}
        )
        self._refused("sale.order.line", "write", ids=line_ids, vals=sale)
        self._refused(
            "sale.order",
            "create",
            vals_list=[{"partner_id": self.customer.id, "state": "sale"}],
        )
        self._refused("sale.order", "_action_confirm", ids=ids)
        self._refused("sale.order", "_jxc_invoice_shipped", ids=ids)
        self._refused("jxc.stock.availability", "_promise", needs={"x": 1})
        self._call(
            "sale.order", "action_confirm", ids=ids, context={"jxc_promised": True}
        )
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")

    def test_costs_do_not_leave(self):
        order = self._order((self.bottle, 5))
        self._refused("sale.order", "read", ids=order.ids, fields=["margin"])
        self._refused(
            "sale.order.line",
            "search_read",
            domain=[["order_id", "=", order.id]],
            fields=["purchase_price"],
        )
        self._refused("jxc.sale.profit", "search_read", domain=[], fields=["cost"])
        self._refused(
            "sale.order",
            "formatted_read_group",
            domain=[],
            groupby=[],
            aggregates=["margin:sum"],
        )
        answer = self._call("sale.order", "read", ids=order.ids, fields=["name"])
        self.assertEqual(answer.json()[0]["name"], order.name)
        whole = self._call("sale.order", "read", ids=order.ids).json()[0]
        self.assertFalse({"margin", "jxc_cogs", "jxc_gross_profit"} & set(whole))

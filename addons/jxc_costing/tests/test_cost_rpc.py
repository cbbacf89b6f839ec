import json
from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import COST, CostCase


@tagged("post_install", "-at_install")
class TestCostRpc(CostCase, HttpCase):
    def _json2(self, user, model, method, **arguments):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(days=7))
        )
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )
        return response

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_client_of_the_api_gets_no_cost(self):
        """F2, G3: over HTTP, with an API key of his own, a keeper learns no cost."""
        ids = self.product.ids
        attempts = (
            ("read", {"ids": ids, "fields": ["standard_price"]}),
            ("read", {"ids": ids, "fields": ["standard_price"],
                      "context": {"jxc_costs": True}}),
            ("search_read", {"domain": [["standard_price", ">", 13]],
                             "fields": ["name"]}),
            ("search", {"domain": [], "order": "standard_price desc"}),
            ("export_data", {"ids": ids, "fields_to_export": ["standard_price"]}),
            ("formatted_read_group", {"domain": [], "groupby": [],
                                      "aggregates": ["standard_price:sum"]}),
            ("write", {"ids": ids, "vals": {"standard_price": 1}}),
        )  # fmt: skip
        for user in (self.keeper, self.salesperson):
            for method, arguments in attempts:
                with self.subTest(user=user.login, method=method):
                    response = self._json2(user, "product.product", method, **arguments)
                    self.assertEqual(response.status_code, 403, response.text)
                    self.assertNotIn(str(COST), response.text)
        self.assertAlmostEqual(self.product.standard_price, COST)

    @mute_logger("odoo.http")
    def test_nobody_writes_what_the_ledger_keeps(self):
        """K1, T5: what a receipt cost, a price and who came first are the ledger's own:
        no user writes or reads them, with whatever rights on documents and costs."""
        move = self._receive(self.product, 5)
        self.product.sudo().standard_price = 17
        value = self.env["product.value"].search(
            [("product_id", "=", self.product.id), ("move_id", "=", False)], limit=1
        )
        own = {
            "stock.move": (
                move,
                ("jxc_cost", "jxc_cost_known", "jxc_cost_place"),
            ),
            "product.value": (value, ("jxc_price", "jxc_start", "jxc_cost_place")),
        }
        self.env.invalidate_all()
        for user in (self.keeper, self.accountant, self.manager):
            for model, (record, names) in own.items():
                before = record.sudo().read(names)
                for name in names:
                    for method, arguments in (
                        ("write", {"vals": {name: 1}}),
                        ("read", {"fields": [name]}),
                    ):
                        with self.subTest(user=user.login, method=method, name=name):
                            answer = self._json2(
                                user, model, method, ids=record.ids, **arguments
                            )
                            self.assertEqual(answer.status_code, 403, answer.text)
                self.env.invalidate_all()
                self.assertEqual(record.sudo().read(names), before)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_a_history_taken_over_is_read_only(self):
        """T5, F2: nobody steers the taking over or changes what it found, and of
        another company, or without the right to costs, nobody reads it."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        values = {"product_id": self.product.id, "what": "stock", "state": "done"}
        mine, theirs = self.env["jxc.cost.takeover"].create(
            [
                {**values, "company_id": company.id, "amount": COST}
                for company in (self.company, other)
            ]
        )
        export = self.env.ref("base.group_allow_export")
        export.sudo().user_ids += self.keeper | self.accountant
        steering = (
            ("begin", {}),
            ("progress", {}),
            ("read_host", {"company": self.company.id, "products": self.product.ids}),
            ("take_over", {"moves": []}),
            ("compare", {"company": self.company.id, "products": self.product.ids}),
            ("write", {"ids": mine.ids, "vals": {"amount": 1}}),
            ("unlink", {"ids": mine.ids}),
            ("create", {"vals_list": [{**values, "company_id": self.company.id}]}),
        )
        reading = (
            ("read", {"fields": ["amount"]}),
            ("export_data", {"fields_to_export": ["amount"]}),
        )
        model = "jxc.cost.takeover"
        attempts = [(self.manager, *attempt) for attempt in steering]
        attempts += [(self.accountant, *attempt) for attempt in steering]
        for user, ids in ((self.keeper, mine.ids), (self.accountant, theirs.ids)):
            attempts += [(user, name, {"ids": ids, **some}) for name, some in reading]
        for user, method, arguments in attempts:
            with self.subTest(user=user.login, method=method):
                answer = self._json2(user, model, method, **arguments)
                self.assertIn(answer.status_code, (403, 404), answer.text)
                self.assertNotIn(str(COST), answer.text)
        answer = self._json2(
            self.accountant, model, "read", ids=mine.ids, fields=["amount"]
        )
        self.assertEqual(answer.json()[0]["amount"], COST)
        self.env.invalidate_all()
        self.assertEqual((mine.amount, mine.state), (COST, "done"))

    def test_a_manager_of_the_api_gets_it(self):
        """F2: the same request of a manager is answered."""
        response = self._json2(
            self.manager,
            "product.product",
            "read",
            ids=self.product.ids,
            fields=["standard_price"],
        )
        self.assertAlmostEqual(response.json()[0]["standard_price"], COST)

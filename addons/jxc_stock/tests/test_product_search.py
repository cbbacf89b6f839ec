import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestProductSearch(StockCase, HttpCase):
    """S1: a product is chosen by code, barcode, initials or part of the name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oil = cls._product(
            "测龘大豆油 5L", default_code="XCODE-7", barcode="6900000077777"
        )

    def _found(self, text, user=None, model="product.product", **values):
        catalogue = self.env[model].with_user(user or self.salesperson)
        return [one for one, _name in catalogue.name_search(text, **values)]

    def test_ways(self):
        """S1: each way finds it, in lists that are filtered by a product as well."""
        for text in ("cdddy", "DDY5L", "xcode-7", "6900000077777", "龘大豆"):
            self.assertIn(self.oil.id, self._found(text), text)
            found = self._found(text, model="product.template")
            self.assertIn(self.oil.product_tmpl_id.id, found, text)
        self._put(3, product=self.oil)
        quants = self.env["stock.quant"].with_user(self.keeper)
        found = quants.search([("product_id", "ilike", "cdddy")])
        self.assertEqual(found.product_id, self.oil)
        self.assertNotIn(self.oil.id, self._found("cdddx"))

    def test_key_follows(self):
        """S1: renamed, imported in another language, archived."""
        self.oil.name = "Oil"
        self.assertNotIn(self.oil.id, self._found("cdddy"))
        self.env["res.lang"]._activate_lang("zh_CN")
        self.oil.with_context(lang="zh_CN").name = "测龘花生油"
        self.env.flush_all()
        self.oil.invalidate_recordset()
        self.assertIn(self.oil.id, self._found("cdhsy"))
        self.oil.active = False
        self.assertNotIn(self.oil.id, self._found("cdhsy"))

    def test_other_company(self):
        """S1: what another company keeps to itself is not found by initials."""
        other = self.env["res.company"].create({"name": "Other"})
        self.oil.company_id = other
        self.assertNotIn(self.oil.id, self._found("cdddy"))

    def test_limit_and_domain(self):
        """S1: initials keep to the caller's domain and limit."""
        self._product("测龘大豆油 10L")
        self.assertEqual(len(self._found("cdddy", limit=1)), 1)
        domain = [("default_code", "=", "XCODE-7")]
        self.assertEqual(self._found("cdddy", domain=domain), [self.oil.id])

    def test_queries(self):
        """S1: a scan costs what it did; keys are computed for all products at once."""
        catalogue = self.env["product.product"]
        for text, more in (("6900000077777", 0), ("XCODE-7", 0), ("cdddy", 3)):
            # One that looks, and two that read the name of what is found.
            by_key = patch.object(type(catalogue), "_jxc_by_initials")
            with by_key as asked:
                asked.return_value = None
                catalogue.name_search(text)
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                catalogue.name_search(text)
                of_host = self.env.cr.sql_log_count - before
            self.env.invalidate_all()
            with self.subTest(text), self.assertQueryCount(of_host + more):
                catalogue.name_search(text)
        many = self.env["product.template"].create(
            [{"name": f"测龘油{number}"} for number in range(60)]
        )
        self.env.flush_all()
        languages = len(self.env["res.lang"].get_installed())
        self.env.invalidate_all()
        # The languages, the names in each, and one that writes.
        with self.assertQueryCount(languages + 2):
            many._compute_jxc_search_key()

    def test_over_rpc(self):
        """S1: the web client of a salesperson finds it by initials."""
        user = self.salesperson
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            "/web/dataset/call_kw/product.product/name_search",
            data=json.dumps(
                {
                    "params": {
                        "model": "product.product",
                        "method": "name_search",
                        "args": ["cdddy"],
                        "kwargs": {},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        self.assertIn(self.oil.id, [one for one, _name in answer["result"]])

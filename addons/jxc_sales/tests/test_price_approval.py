from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_approval.exceptions import ApprovalRequired
from odoo.addons.jxc_base.tests.common import new_role_user

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestPriceApproval(SalesCase):
    """S1, S3: a price list's new price is used when somebody has approved it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_role_user(cls.env, "manager", login="test_second")
        cls.product = cls._product("Rice Vinegar", price=100.0)
        cls.pricelist = cls.env["product.pricelist"].create({"name": "Wholesale"})
        cls.env["jxc.approval.rule"].create(
            {
                "name": "More than 15 % below the list",
                "model_id": cls.env["ir.model"]._get_id("product.pricelist.item"),
                "domain": "[('jxc_below_list', '>', 15)]",
                "step_ids": [Command.create({"user_ids": cls.second.ids})],
            }
        )

    def _item(self, price, **values):
        items = self.env["product.pricelist.item"].with_user(self.manager)
        return items.create(
            {
                "pricelist_id": self.pricelist.id,
                "applied_on": "1_product",
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "compute_price": "fixed",
                "fixed_price": price,
                **values,
            }
        )

    def _used(self):
        return self.pricelist._get_product_price(self.product, 1)

    def test_a_low_price_waits(self):
        item = self._item(90)
        self.assertEqual(self._used(), 90)
        low = self.env["product.pricelist.item"].browse(
            item.action_jxc_propose()["res_id"]
        )
        low = low.with_user(self.manager)
        low.fixed_price = 80
        self.assertEqual(self._used(), 90)
        low.action_jxc_put_in_force()
        request = low.jxc_approval_request_ids
        request.with_user(self.second).action_jxc_approve()
        self.assertTrue(low.jxc_in_force)
        self.assertFalse(item.jxc_in_force)
        self.assertEqual(self._used(), 80)

    def test_no_path_past_the_approval(self):
        item = self._item(90)
        low = self._item(50, compute_price="percentage", percent_price=50)
        self.assertFalse(low.jxc_in_force)
        for attack in (
            lambda: item.write({"fixed_price": 84}),
            lambda: item.write({"compute_price": "percentage", "percent_price": 16}),
            lambda: low.write({"jxc_in_force": True}),
            lambda: self.pricelist.write(
                {"item_ids": [Command.update(item.id, {"fixed_price": 1})]}
            ),
        ):
            with self.assertRaises(ApprovalRequired), self.env.cr.savepoint():
                attack()
        self.assertEqual(self._used(), 90)

    def test_whatever_the_price_is_made_of(self):
        """S1: a surcharge, another price list or currency is no way around; what
        cannot be compared waits as well."""
        formula = {"compute_price": "formula", "base": "list_price"}
        dollar = self.env.ref("base.USD")
        dollar.active = True
        abroad = self.pricelist.copy({"name": "Abroad", "currency_id": dollar.id})
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.125, "company_id": self.company.id}
        )
        self.assertTrue(self._item(0, **formula, price_surcharge=-10).jxc_in_force)
        waiting = [
            self._item(0, **formula, price_surcharge=-20),
            self._item(0, **formula, price_discount=10, price_surcharge=-10),
            self._item(10, pricelist_id=abroad.id),
            self._item(0, **formula, applied_on="3_global", price_surcharge=-1),
            self._item(1, applied_on="3_global", product_tmpl_id=False),
        ]
        self.assertEqual([item.jxc_in_force for item in waiting], [False] * 5)
        self.assertTrue(self._item(12, pricelist_id=abroad.id).jxc_in_force)
        self.assertEqual(waiting[2].jxc_below_list, 20)

from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestSettings(SalesCase):
    """S1: price lists are the salespeople's, and stay when something else is set."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # As it is installed: the roles have it, not every employee.
        cls.lists = cls.env.ref("product.group_product_pricelist")
        cls.env.ref("base.group_user").implied_ids -= cls.lists
        cls.role = cls.env.ref("jxc_base.group_jxc_sales_salesperson")
        cls.role.implied_ids |= cls.lists
        cls.prices = cls.env["product.pricelist"].create({"name": "Wholesale"})
        cls.customer.property_product_pricelist = cls.prices

    def _assert_kept(self):
        self.assertTrue(self.prices.active)
        self.assertEqual(self._order((self.bottle, 1)).pricelist_id, self.prices)

    def test_saving_a_setting_keeps_the_price_lists(self):
        """S1: they are shown as in use, and are so afterwards."""
        settings = self.env["res.config.settings"].create({"jxc_hold_days": 3})
        self.assertTrue(settings.group_product_pricelist)
        settings.execute()
        self.assertEqual(self.company.jxc_hold_days, 3)
        self._assert_kept()

    def test_a_second_warehouse_keeps_the_price_lists(self):
        """S1: the host switches locations on with it, through the settings."""
        places = self.env.ref("stock.group_stock_multi_locations")
        places |= self.env.ref("stock.group_stock_multi_warehouses")
        self.env.ref("base.group_user").implied_ids -= places
        self.env["stock.warehouse"].create({"name": "South", "code": "SOU"})
        self.assertIn(places[0], self.env.ref("base.group_user").implied_ids)
        self._assert_kept()

    def test_who_wants_none_switches_them_off(self):
        """S1: unticked, the salespeople have none either."""
        self.env["res.config.settings"].create(
            {"group_product_pricelist": False}
        ).execute()
        self.assertFalse(self.prices.active)
        self.assertNotIn(self.lists, self.role.all_implied_ids)

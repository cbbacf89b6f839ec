from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTradeAccounts(TransactionCase):
    def _company(self, chart):
        company = self.env["res.company"].create(
            {
                "name": f"Trader on {chart}",
                "country_id": self.env.ref("base.cn").id,
                "currency_id": self.env.ref("base.CNY").id,
            }
        )
        self.env["account.chart.template"].with_company(company).try_loading(
            chart, company, install_demo=False
        )
        return company

    def _codes(self, company):
        company = company.with_company(company)
        return (
            company.account_stock_valuation_id.code,
            company.account_stock_valuation_id.account_stock_variation_id.code,
            company.expense_account_id.code,
        )

    def test_small_enterprises_and_others(self):
        """T5: a new company keeps stock in 1405 and issues it to 5401 or 6401."""
        for chart, cost_of_sales in (("cn", "540100"), ("cn_large_bis", "640100")):
            company = self._company(chart)
            self.assertEqual(
                self._codes(company), ("140500", cost_of_sales, cost_of_sales)
            )
            self.assertEqual(company.cost_method, "average")
            self.assertEqual(company.inventory_valuation, "real_time")
            product = (
                self.env["product.product"]
                .with_company(company)
                .create(
                    {
                        "name": "Rice",
                        "is_storable": True,
                        "categ_id": self.env["product.category"]
                        .with_company(company)
                        .create({"name": "Grain"})
                        .id,
                    }
                )
            )
            accounts = product._get_product_accounts()
            self.assertEqual(accounts["stock_valuation"].code, "140500")
            self.assertEqual(accounts["expense"].code, cost_of_sales)
            self.assertEqual(product.cost_method, "average")
            self.assertEqual(product.valuation, "real_time")

    def test_other_charts_are_left_alone(self):
        """T5: a company abroad keeps what its own chart says."""
        company = self._company("generic_coa")
        self.assertEqual(company.cost_method, "standard")
        self.assertEqual(company.inventory_valuation, "periodic")

    def test_twice_is_as_once_and_choices_stay(self):
        """T5: running it again changes nothing that a user chose in between."""
        company = self._company("cn")
        before = self._codes(company)
        company._jxc_set_trade_accounts()
        self.assertEqual(self._codes(company), before)
        company.cost_method = "fifo"
        company._jxc_set_trade_accounts()
        self.assertEqual(company.cost_method, "fifo")

    def test_categories_that_a_user_made_keep_their_method(self):
        """T5: installing does not turn a chosen method."""
        company = self._company("cn")
        category = (
            self.env["product.category"]
            .with_company(company)
            .create({"name": "Mine", "property_cost_method": "standard"})
        )
        category._jxc_adopt_company_costing(company)
        self.assertEqual(category.property_cost_method, "standard")

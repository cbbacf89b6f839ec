from odoo.tests import tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install")
class TestAccounts(StocktakeCase):
    """What a posting books, to the cent, and in whose books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"].create(
            [
                {"code": "140599", "name": "Goods", "account_type": "asset_current"},
                {"code": "671199", "name": "Loss", "account_type": "expense"},
                {"code": "630199", "name": "Gain", "account_type": "income_other"},
            ]
        )
        cls.goods, cls.loss, cls.gain = accounts
        category = cls.env["product.category"].create(
            {
                "name": "Valued",
                "property_valuation": "real_time",
                "property_cost_method": "standard",
                "property_stock_valuation_account_id": cls.goods.id,
            }
        )
        (cls.product | cls.rice).categ_id = category
        cls.product.standard_price = 3.33
        cls.rice.standard_price = 30.05
        company = cls.company
        company.jxc_stocktake_loss_location_id.valuation_account_id = cls.loss
        company.jxc_stocktake_gain_location_id.valuation_account_id = cls.gain

    def _booked(self, moves):
        lines = moves.sudo().account_move_id.line_ids
        return {
            account.name: round(sum(lines.mapped("balance")), 2)
            for account, lines in lines.grouped("account_id").items()
        }

    def test_loss_and_gain_go_to_their_own_accounts(self):
        """K8: the loss, the gain and the reversal stand in their accounts, to the cent;
        goods of others are not booked."""
        guest = self.env["res.partner"].create({"name": "Consignor"})
        self._put(10, self.bin, owner_id=guest)
        plan = self._plan(tolerance_percent=0)
        self._count(plan, 93)
        self._count(plan, 41, self.rice)
        self._count(plan, 4, owner_id=guest.id)
        plan.action_review()
        plan.action_post()
        documents = plan.adjustment_ids
        loss = documents.filtered(lambda document: document.kind == "loss")
        gain = documents - loss
        self.assertEqual(self._booked(loss.move_ids), {"Goods": -23.31, "Loss": 23.31})
        self.assertEqual(self._booked(gain.move_ids), {"Goods": 30.05, "Gain": -30.05})
        posted = (loss | gain).move_ids.sudo().account_move_id
        self.assertEqual(set(posted.mapped("state")), {"posted"})
        foreign = loss.move_ids.filtered("restrict_partner_id").sudo()
        self.assertEqual((len(foreign), foreign.value), (1, 0))
        self.assertFalse(foreign.account_move_id)
        loss.with_user(self.manager).action_reverse()
        back = loss.reversal_ids
        self.assertEqual(self._booked(back.move_ids), {"Goods": 23.31, "Loss": -23.31})

    def test_another_company_has_its_own(self):
        """K6, K8: places, plans, counts and documents are those of the company."""
        other = self.env["res.company"].create({"name": "Other House"})
        self.env.user.company_ids += other
        self.keeper.company_ids += other
        house = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": other.id}
        )
        other.jxc_stocktake_keeper_posts = True
        self._put(7, house.lot_stock_id)
        env = self.env(user=self.keeper, context={"allowed_company_ids": other.ids})
        plan = env["jxc.stocktake"].create(
            {"warehouse_id": house.id, "scope": "warehouse", "tolerance_percent": 0}
        )
        plan.action_start()
        self.assertEqual(plan.line_ids.product_id, self.product)
        self.assertEqual(plan.line_ids.book_quantity, 7, "not the 100 of the other")
        plan.line_ids.count_input = 6
        plan.action_review()
        plan.action_post()
        document = plan.adjustment_ids
        self.assertEqual((document.company_id, document.warehouse_id), (other, house))
        move = document.move_ids.sudo()
        self.assertEqual(move.company_id, other)
        self.assertEqual(move.location_dest_id, other.jxc_stocktake_loss_location_id)
        mine = self.env["jxc.stocktake"].with_user(self.other)
        for model in (
            mine,
            mine.line_ids,
            mine.line_ids.count_ids,
            mine.adjustment_ids,
        ):
            found = model.search([("company_id", "=", other.id)])
            self.assertFalse(found, model._name)
        result = self._push(
            self._count_values(plan, 1, location_id=house.lot_stock_id.id),
            user=self.other,
        )["results"][0]
        self.assertEqual(result["status"], "refused")

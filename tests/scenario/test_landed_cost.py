"""T5: freight of goods that were bought, and sold in part before it was known."""

from shop import ShopCase

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user


@tagged("post_install", "-at_install")
class TestLandedCostScenario(ShopCase):
    """Bought at 10, some sold; then the carrier's bill comes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["product.category"].create(
            {
                "name": "茶",
                "property_cost_method": "average",
                "property_valuation": "periodic",
            }
        )
        cls.tea = cls._goods("普洱", categ_id=category.id, standard_price=0)
        cls.freight = cls.env["product.product"].create(
            {"name": "运费", "type": "service", "landed_cost_ok": True}
        )
        cls.bookkeeper = new_role_user(cls.env, "accountant", "test_landed_cost")

    def _bought(self, quantity, price):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.tea.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        order.sudo().button_confirm()
        if order.state != "purchase":
            self._approve(order)
        order.picking_ids.move_ids.quantity = quantity
        self._validate(order.picking_ids)
        return order.picking_ids

    def _sold(self, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.tea.id,
                "product_uom_qty": quantity,
                "location_id": self.shelf.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    def _freight(self, receipt, amount):
        cost = (
            self.env["stock.landed.cost"]
            .with_user(self.bookkeeper)
            .create(
                {
                    "picking_ids": [Command.set(receipt.ids)],
                    "cost_lines": [
                        Command.create(
                            {
                                "product_id": self.freight.id,
                                "name": "运费",
                                "price_unit": amount,
                                "split_method": "by_quantity",
                            }
                        )
                    ],
                }
            )
        )
        cost.button_validate()
        return cost

    def test_what_was_sold_costs_more_too(self):
        """T5: 50 of freight for 100: the 40 that went cost 420, 630 are left; taken
        back by a cost below nothing."""
        receipt = self._bought(100, 10)
        receipt.move_ids.date = fields.Datetime.subtract(fields.Datetime.now(), days=5)
        out = self._sold(40)
        self.assertEqual(out.value, 400)
        self._freight(receipt, 50)
        self.assertEqual(out.value, 420)
        self.assertEqual(self.tea.total_value, 630)
        self._freight(receipt, -50)
        self.assertEqual(out.value, 400)
        self.assertEqual(self.tea.total_value, 600)

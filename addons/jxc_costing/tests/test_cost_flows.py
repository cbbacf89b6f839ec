from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import COST, CostCase


@tagged("post_install", "-at_install")
class TestCostFlows(CostCase):
    """Whoever moves goods has them valued, though he may not see the value."""

    def test_receiving_values_the_goods(self):
        """F2, P8: a keeper receives; the manager reads the value."""
        move = self._receive(self.product, 3, self.keeper)
        self.assertEqual(move.sudo().value, 40.11)
        self.assertEqual(self.product.total_value, 133.7)

    def test_shipping_values_the_goods(self):
        """F2, S6: a keeper ships; stock value falls by the cost."""
        move = self._ship(self.product, 4, self.keeper)
        self.assertEqual(move.sudo().value, 53.48)
        self.assertEqual(self.product.total_value, 40.11)

    def test_backorders_and_merged_moves(self):
        """F2, P6: shipping less than asked leaves a backorder, with nothing refused."""
        picking = self._picking("out", self.product, 5, self.keeper)
        picking.move_ids.quantity = 2
        picking.move_ids.picked = True
        wizard = picking.button_validate()
        Form.from_action(picking.env, wizard).save().process()
        rest = picking.backorder_ids
        self.assertEqual(rest.move_ids.product_uom_qty, 3)
        rest.move_ids = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 1,
                    "location_id": self.stock.id,
                    "location_dest_id": self.customers.id,
                }
            )
        ]
        rest.action_confirm()
        self.assertEqual(rest.move_ids.product_uom_qty, 4, "merged into one move")

    def test_returning_values_the_goods_as_they_went(self):
        """F2, S7: a keeper takes goods back at the cost they went out with."""
        move = self._ship(self.product, 3, self.keeper)
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .create({"picking_id": move.picking_id.id})
        )
        wizard.product_return_moves.quantity = 3
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self.assertFalse(back.move_ids.value, "not valued before it is done")
        returned = self._finish(back.with_user(self.keeper))
        self.assertEqual(returned.sudo().value, 40.11)
        self.assertEqual(self.product.total_value, 93.59)

    def test_scrapping(self):
        """F2: a keeper scraps a broken piece."""
        scrap = (
            self.env["stock.scrap"]
            .with_user(self.keeper)
            .create(
                {
                    "product_id": self.product.id,
                    "scrap_qty": 1,
                    "location_id": self.stock.id,
                }
            )
        )
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.assertEqual(self.product.total_value, 80.22)

    def test_counting(self):
        """F2, K6: a stock-take by a keeper changes quantity and value."""
        quant = self.env["stock.quant"]._gather(self.product, self.stock)
        quant = quant.with_user(self.keeper).with_context(inventory_mode=True)
        quant.inventory_quantity = 4
        quant.action_apply_inventory()
        self.assertEqual(self.product.qty_available, 4)
        self.assertEqual(self.product.total_value, 53.48)

    def test_correcting_a_done_receipt(self):
        """F2: a keeper corrects a receipt that is unlocked; its value follows."""
        move = self._receive(self.product, 3, self.keeper)
        move.picking_id.with_user(self.manager).is_locked = False
        move.move_line_ids.with_user(self.keeper).quantity = 4
        self.assertEqual(move.sudo().value, 53.48)

    def test_lots_with_costs_of_their_own(self):
        """F2, T3: new lots of a product valued by lot."""
        product = self._product("Vinegar", tracking="lot", lot_valuated=True)
        picking = self._picking("in", product, 3, self.keeper)
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    "product_id": product.id,
                    "lot_name": "V1",
                    "quantity": 3,
                    "picked": True,
                    "location_id": self.suppliers.id,
                    "location_dest_id": self.stock.id,
                }
            )
        ]
        picking.button_validate()
        lot = self.env["stock.lot"].search([("product_id", "=", product.id)])
        self.assertAlmostEqual(lot.standard_price, COST)
        self.assertEqual(lot.total_value, 40.11)
        with self.assertRaises(AccessError):
            lot.with_user(self.keeper).read(["standard_price"])
        move = self._ship(product, 1, self.keeper)
        self.assertEqual(move.sudo().value, COST)

    def test_first_in_first_out(self):
        """F2, T5: a category on FIFO works for a keeper as well."""
        self.category.property_cost_method = "fifo"
        self._receive(self.product, 3, self.keeper)
        move = self._ship(self.product, 3, self.keeper)
        self.assertEqual(move.sudo().value, 40.11)

    def test_creating_products_without_cost(self):
        """F2: who keeps product data creates products; a cost is not his to set."""
        self.keeper.sudo().group_ids += self.env.ref("product.group_product_manager")
        products = self.env["product.product"].with_user(self.keeper)
        product = products.create({"name": "Salt", "is_storable": True})
        self.assertEqual(product.sudo().standard_price, 0)
        copy = self.product.with_user(self.keeper).copy()
        self.assertTrue(copy)
        with Form(self.env["product.template"].with_user(self.keeper)) as form:
            form.name = "Sugar"
        for model in (products, self.env["product.template"].with_user(self.keeper)):
            with self.assertRaises(AccessError):
                model.create({"name": "Gold", "standard_price": 5.0})

    def test_invoices_take_their_cost(self):
        """T5: an invoicing clerk posts; the cost of sales is booked from 1405."""
        clerk = self.accountant
        clerk.sudo().group_ids += self.env.ref("account.group_account_user")
        self.category.property_valuation = "real_time"
        invoice = (
            self.env["account.move"]
            .with_user(clerk)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.env["res.partner"].create({"name": "Shop"}).id,
                    "invoice_date": "2026-01-05",
                    "invoice_line_ids": [
                        Command.create({"product_id": self.product.id, "quantity": 3})
                    ],
                }
            )
        )
        invoice.action_post()
        cost = invoice.line_ids.filtered(lambda line: line.display_type == "cogs")
        self.assertEqual(sorted(cost.mapped("balance")), [-40.11, 40.11])

    def test_cost_of_sales_is_hidden_in_invoices(self):
        """F2: who may read invoices without keeping the books sees no cost lines."""
        self.test_invoices_take_their_cost()
        lines = self.env["account.move.line"].search([("display_type", "=", "cogs")])
        self.assertTrue(lines)
        rule = self.env["ir.rule"]
        for user, sees in ((self.salesperson, False), (self.accountant, True)):
            domain = rule.with_user(user)._compute_domain("account.move.line", "read")
            found = lines.sudo().filtered_domain(domain)
            self.assertEqual(bool(found), sees, user.login)

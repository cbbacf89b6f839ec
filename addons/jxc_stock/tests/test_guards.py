from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestGuards(StockCase):
    """Stock changes by transfers and counts, and never falls below nothing."""

    def test_more_than_there_is_cannot_be_shipped(self):
        """S2: the keeper cannot type in eight where five are left."""
        self._put(5)
        picking = self._ship(8)
        with self.assertRaises(UserError) as refusal:
            self._finish(picking)
        self.assertIn(self.product.name, str(refusal.exception))
        self.assertIn(self.shelf.display_name, str(refusal.exception))

    def test_a_place_may_allow_it(self):
        self._put(5)
        self.shelf.jxc_allow_negative = True
        self._finish(self._ship(8))
        self.assertEqual(self._figures().on_hand, -3)

    def _oversell(self, product=None):
        """Whether three more than there is can be shipped."""
        product = product or self._product("Oil", categ_id=self.product.categ_id.id)
        self._put(5, product=product)
        picking = self._ship(8, product)
        try:
            with self.env.cr.savepoint():
                self._finish(picking)
        except UserError as refusal:
            self.assertIn(self.shelf.display_name, str(refusal))
            return False
        return True

    def test_the_product_says_it_before_its_category_and_the_place(self):
        """K2: no negative stock, by product, category and location."""
        above = self.env["product.category"].create({"name": "Above"})
        below = above.create({"name": "Below", "parent_id": above.id})
        self.product.categ_id = below
        says = {False: None, "allow": True, "refuse": False}
        for place in (False, True):
            self.shelf.jxc_allow_negative = place
            for category, of_category in says.items():
                above.jxc_negative = category
                for own, of_product in says.items():
                    product = self._product("Oil", categ_id=below.id, jxc_negative=own)
                    wanted = next(
                        s for s in (of_product, of_category, place) if s is not None
                    )
                    with self.subTest(place=place, category=category, product=own):
                        self.assertEqual(self._oversell(product), wanted)
        above.jxc_negative, below.jxc_negative = "allow", "refuse"
        self.assertFalse(self._oversell(), "the nearest category decides")

    def test_only_a_stock_manager_says_it(self):
        """K2: a keeper or buyer cannot allow it, also over RPC."""
        template, category = self.product.product_tmpl_id, self.product.categ_id
        category = category or category.create({"name": "Goods"})
        editors = self.env.ref("product.group_product_manager")
        for user in (self.keeper, self.buyer, self.manager):
            user.group_ids |= editors
        for user in (self.keeper, self.buyer, self.salesperson):
            for record in (template, category, self.product):
                args = [record.ids, {"jxc_negative": "allow"}]
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    call_kw(record.with_user(user), "write", args, {})
        template.with_user(self.manager).jxc_negative = "allow"
        self.assertTrue(self._oversell(self.product))

    def test_a_posted_line_cannot_be_corrected_below_nothing(self):
        """S2: nor by raising the quantity of what was shipped."""
        self._put(5)
        picking = self._finish(self._ship(4))
        line = picking.move_line_ids.with_user(self.manager)
        line.picking_id.action_toggle_is_locked()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.quantity = 6
        line.invalidate_recordset()
        line.quantity = 5
        self.assertEqual(self._figures().on_hand, 0)

    def test_a_receipt_heals_what_was_below_nothing(self):
        self.shelf.jxc_allow_negative = True
        self._put(-3)
        self.shelf.jxc_allow_negative = False
        self._receive(10)
        self.assertEqual(self._figures().on_hand, 7)

    def test_quants_cannot_be_written_by_a_client(self):
        """K1: no stock without a document, whatever the client sends."""
        self._put(5)
        quant = self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        attacks = [
            {"quantity": 99},
            {"reserved_quantity": 5},
            {"location_id": self.quarantine.id},
        ]
        for user in (self.keeper, self.inspector, self.manager):
            model = quant.with_user(user)
            for vals in attacks:
                for context in ({}, {"inventory_mode": True}):
                    with self.assertRaises(UserError):
                        call_kw(model, "write", [quant.ids, vals], {"context": context})
            with self.assertRaises(UserError):
                vals = {
                    "product_id": self.product.id,
                    "location_id": self.quarantine.id,
                    "quantity": 7,
                }
                call_kw(model, "create", [[vals]], {})
        self.assertEqual(self._figures().on_hand, 5)

    def test_counting_works(self):
        """K6: the keeper counts and applies; that makes a movement."""
        self._put(5)
        quants = self.env["stock.quant"].with_user(self.keeper)
        quants = quants.with_context(inventory_mode=True)
        quant = quants.search([("product_id", "=", self.product.id)])
        quant.inventory_quantity = 3
        quant.action_apply_inventory()
        self.assertEqual(self._figures().on_hand, 3)
        counted = quants.create(
            {
                "product_id": self.product.id,
                "location_id": self.quarantine.id,
                "inventory_quantity": 2,
            }
        )
        counted.action_apply_inventory()
        self.assertEqual(self._figures().quarantine, 2)

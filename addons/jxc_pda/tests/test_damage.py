from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_stock.tests.common import StockCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestDamage(StockCase):
    """K7: what is broken is reported from the scan page, with a picture."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bin = cls.env["stock.location"].create(
            {"name": "A-01", "location_id": cls.shelf.id, "barcode": "BIN-A-01"}
        )
        cls._put(20, cls.bin)

    def _report(self, picking, user=None, **values):
        report = {
            "client_id": f"damage-{self._testMethodName}",
            "quantity": 2,
            "reason": "Broken",
            "lot_name": "",
            "location_id": self.bin.id,
            "photos": [PIXEL],
            **values,
        }
        move = values.pop("move", picking.move_ids)
        pda = self.env["jxc.pda"].with_user(user or self.keeper)
        return pda.damage(picking.id, move.id, report)

    def _scraps(self, picking):
        return self.env["stock.scrap"].search([("picking_id", "=", picking.id)])

    def test_while_picking(self):
        """K7: a draft of a scrap where the goods lie, its picture, and a to-do."""
        picking = self._ship(5)
        self._report(picking)
        scrap = self._scraps(picking)
        self.assertEqual((scrap.state, scrap.scrap_qty), ("draft", 2))
        self.assertEqual(scrap.location_id, self.bin)
        self.assertEqual(scrap.scrap_reason_tag_ids.name, "Broken")
        self.assertEqual(len(scrap.jxc_photo_ids), 1)
        self.assertEqual(len(picking.activity_ids), 1)
        asked = picking.activity_ids.user_id
        self.assertTrue(asked.has_group("stock.group_stock_manager"))
        # Nothing has moved yet: somebody has to decide.
        product = self.product.with_context(location=self.bin.id)
        self.assertEqual(product.qty_available, 20)

    def test_reported_twice(self):
        """K7: an answer that got lost on the way makes no second document."""
        picking = self._ship(5)
        names = {self._report(picking), self._report(picking)}
        self.assertEqual(len(names), 1)
        self.assertEqual(len(self._scraps(picking)), 1)

    def test_while_receiving(self):
        """K7: what comes in broken lies where it is put away."""
        picking = self._transfer(self.suppliers, self.bin, 6)
        self._report(picking)
        self.assertEqual(self._scraps(picking).location_id, self.bin)

    def test_of_a_lot(self):
        """K7: the lot in his hands is the one that is written off."""
        cheese = self._product("Cheese", tracking="lot")
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": cheese.id} for name in ("L1", "L2")]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                cheese, self.bin, 5, lot_id=lot
            )
        picking = self._ship(6, cheese)
        self._report(picking, lot_name="L2")
        self.assertEqual(self._scraps(picking).lot_id, lots[1])

    def test_bad_reports(self):
        """K7: none, more than there is, no reason, other goods: nothing is made."""
        picking, other = self._ship(5), self._ship(1)
        for values in (
            {"quantity": 0},
            {"quantity": -1},
            {"quantity": 6},
            {"quantity": None},
            {"quantity": "two"},
            {"quantity": float("nan")},
            {"photos": [PIXEL, "bm8gcGljdHVyZQ=="]},
            {"reason": "  "},
            {"move": other.move_ids},
        ):
            with self.assertRaises(UserError):
                self._report(picking, **values)
        self.assertFalse(self._scraps(picking))

    def test_who_may(self):
        """F2: people of the warehouse only, on transfers of their companies."""
        picking = self._ship(5)
        for user in (self.buyer, self.salesperson, self.accountant):
            with self.assertRaises(AccessError):
                self._report(picking, user=user)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.keeper.copy(
            {
                "login": "damage_elsewhere",
                "company_ids": [(6, 0, elsewhere.ids)],
                "company_id": elsewhere.id,
            }
        )
        with self.assertRaises(AccessError):
            self._report(picking, user=stranger)

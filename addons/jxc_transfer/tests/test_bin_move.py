from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestBinMove(TransferCase):
    """T2: goods go to another bin by a document, at once, and only what is free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = cls.env["stock.location"].create(
            [{"name": name, "location_id": cls.shelf.id} for name in ("OLD", "NEW")]
        )
        cls.milk = cls._product("Milk", tracking="lot", use_expiration_date=True)
        cls.near, cls.far = (
            cls._lot(cls, name, days, cls.milk) for name, days in (("N", 20), ("F", 90))
        )
        cls._put(10, cls.old, cls.milk, lot_id=cls.near)
        cls._put(10, cls.old, cls.milk, lot_id=cls.far)
        cls._put(8, cls.old)

    def _quants(self, place=None):
        places = place or self.old
        return self.env["stock.quant"].search([("location_id", "in", places.ids)])

    def _wizard(self, quants, user=None, **values):
        wizards = (
            self.env["jxc.bin.move"]
            .with_user(user or self.keeper)
            .with_context(active_model="stock.quant", active_ids=quants.ids)
        )
        return wizards.create({"location_id": self.new.id, **values})

    def test_moved_at_once_with_a_document(self):
        """T2, T4: the chosen lot moves, not the one that expires first; what is left
        stays; the picking is done and names both bins."""
        far = self._quants().filtered(lambda q: q.lot_id == self.far)
        wizard = self._wizard(far | self._quants().filtered(lambda q: not q.lot_id))
        self.assertEqual(sorted(wizard.line_ids.mapped("quantity")), [8, 10])
        wizard.line_ids.filtered("lot_id").quantity = 4
        action = wizard.action_move()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.move_line_ids.location_id, self.old)
        self.assertEqual(self._on_hand(self.new, self.milk, self.far), 4)
        self.assertEqual(self._on_hand(self.old, self.milk, self.far), 6)
        self.assertEqual(self._on_hand(self.old, self.milk, self.near), 10)
        self.assertEqual(self._on_hand(self.new), 8)

    def test_what_is_reserved_stays(self):
        """S6, T2: an order's goods are not pulled away; more than is free is refused
        with the bin and the quantity, and nothing moves."""
        picking = self._ship(15, self.milk)
        self.assertEqual(sum(picking.move_ids.mapped("quantity")), 15)
        quants = self._quants().filtered("lot_id")
        wizard = self._wizard(quants)
        self.assertEqual(wizard.line_ids.mapped("lot_id"), self.far)
        self.assertEqual(wizard.line_ids.quantity, 5)
        wizard.line_ids.quantity = 6
        with self.assertRaisesRegex(UserError, "OLD"):
            wizard.action_move()
        wizard.line_ids.quantity = -1
        with self.assertRaises(UserError):
            wizard.action_move()
        self.assertFalse(self._on_hand(self.new, self.milk))
        self.assertEqual(sum(picking.move_ids.mapped("quantity")), 15)

    def test_nothing_to_move(self):
        """T2: the same bin, no quantity, goods of two warehouses, all reserved."""
        same = self._wizard(self._quants(), location_id=self.old.id)
        with self.assertRaises(UserError):
            same.action_move()
        self._put(3, self.branch.lot_stock_id)
        with self.assertRaises(UserError):
            self._wizard(self._quants(self.old | self.branch.lot_stock_id))
        far = self._wizard(self._quants(), location_id=self.branch.lot_stock_id.id)
        with self.assertRaises(UserError):
            far.action_move()
        self.assertEqual(self._on_hand(self.branch.lot_stock_id), 3)

    def test_who_may(self):
        """F2: keepers move; salespeople do not, also over RPC."""
        with self.assertRaises(AccessError):
            self._wizard(self._quants(), self.salesperson)
        wizard = self._wizard(self._quants())
        with self.assertRaises(AccessError):
            wizard.with_user(self.salesperson).action_move()

    def test_a_whole_package_goes_along(self):
        """T2: what is moved whole keeps its package; a part of it leaves it."""
        box = self.env["stock.package"].create({"name": "BOX-1"})
        self._put(6, self.old, package_id=box)
        quant = self._quants().filtered("package_id")
        whole = self._wizard(quant)
        whole.line_ids.quantity = 2
        whole.action_move()
        self.assertEqual(self._quants(self.new).package_id, box.browse())
        self._wizard(self._quants().filtered("package_id")).action_move()
        self.assertEqual(box.location_id, self.new)

    def test_lines_of_others_are_not_taken(self):
        """Bad input: a line for goods that lie elsewhere is refused."""
        self._put(3, self.branch.lot_stock_id)
        wizard = self._wizard(self._quants())
        elsewhere = self._quants(self.branch.lot_stock_id)
        wizard.line_ids = [
            Command.create({"quant_id": elsewhere[:1].id, "quantity": 1})
        ]
        with self.assertRaises(UserError):
            wizard.action_move()

    def _elsewhere(self):
        """A keeper of another company, and a bin of his."""
        company = self.env["res.company"].create({"name": "Elsewhere"})
        house = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        house = house or self._house("Elsewhere", "ELSE", company_id=company.id)
        values = {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        keeper = self.keeper.copy({"login": "keeper_elsewhere", **values})
        return keeper, house.lot_stock_id

    def test_another_company(self):
        """F6: goods of one company are moved by its own people, to its own bins."""
        stranger, foreign = self._elsewhere()
        quants = self._quants()
        with self.assertRaises(AccessError):
            self._wizard(quants, stranger, location_id=foreign.id).action_move()
        mine = self._wizard(quants)
        for user in (stranger, self.buyer, self.salesperson):
            with self.assertRaises(AccessError):
                mine.with_user(user).action_move()
        self.keeper.company_ids += foreign.company_id
        both = [self.company.id, foreign.company_id.id]
        wizard = self._wizard(quants.with_context(allowed_company_ids=both))
        wizard = wizard.with_context(allowed_company_ids=both)
        wizard.location_id = foreign
        with self.assertRaises(UserError):
            wizard.action_move()
        self.assertEqual(self._on_hand(self.old), 8)
        self.assertFalse(self._quants(foreign))

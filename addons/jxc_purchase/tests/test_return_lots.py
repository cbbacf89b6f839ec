from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestReturnLots(PurchaseCase):
    """Which goods go back to a vendor, when the shelf holds others' as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tin = cls._product(
            "罐头", jxc_inspect=True, tracking="lot", use_expiration_date=True
        )

    def _came(self, product, name, days):
        """The receipt of 10, all of one lot, accepted and on the shelf."""
        lot = self.env["stock.lot"].create({"name": name, "product_id": product.id})
        lot.expiration_date = fields.Datetime.now() + timedelta(days=days)
        picking = self._order(product=product).sudo().picking_ids
        picking = picking.with_user(self.keeper)
        picking.move_ids.move_line_ids.lot_id = lot
        picking.move_ids.picked = True
        picking.button_validate()
        inspections = picking.sudo().jxc_inspection_ids
        inspections.with_user(self.inspector).action_jxc_done()
        return picking

    def _back(self, picking, quantity):
        """The return as the keeper finds it, before it is done."""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(self.keeper)
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = quantity
        return picking.browse(wizard.action_create_returns()["res_id"])

    def _lots(self, back):
        return [(line.lot_id.name, line.quantity) for line in back.move_line_ids]

    def test_inspected_goods(self):
        """P7, P9: the first vendor's lot goes back to him, although the other one's
        expires before; what is spoken for is not replaced by the other's."""
        first = self._came(self.tin, "A", 90)
        second = self._came(self.tin, "B", 60)
        back = self._back(first, 6)
        self.assertEqual(self._lots(back), [("A", 6)])
        self.assertEqual(self._lots(self._back(second, 4)), [("B", 4)])
        self.assertEqual(self._lots(self._back(first, 4)), [("A", 4)])
        back.do_unreserve()
        back.action_assign()
        self.assertEqual(self._lots(back), [("A", 6)], "looked for once more")

    def test_several_steps(self):
        """P9: the same from the shelf of a warehouse that receives in three steps."""
        self.warehouse.reception_steps = "three_steps"
        self.tin.jxc_inspect = False
        pickings = [self._came(self.tin, *lot) for lot in (("A", 90), ("B", 60))]
        for picking in pickings:
            while picking := picking.move_ids.move_dest_ids.picking_id:
                picking.move_ids.picked = True
                picking.button_validate()
        for picking, name in zip(pickings, "AB", strict=True):
            back = self._back(picking, 3)
            self.assertEqual(back.move_line_ids.location_id, self.shelf)
            self.assertEqual(self._lots(back), [(name, 3)])

    def test_what_is_gone_is_not_replaced(self):
        """P9: of a lot that is not there any more nothing is given back instead."""
        first = self._came(self.tin, "A", 60)
        self._came(self.tin, "B", 90)
        lot = first.move_line_ids.lot_id
        self.env["stock.quant"]._update_available_quantity(
            self.tin, self.shelf, -8, lot_id=lot
        )
        self.assertEqual(self._lots(self._back(first, 5)), [("A", 2)])

    @property
    def shelf(self):
        return self.warehouse.lot_stock_id

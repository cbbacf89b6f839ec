from odoo import Command

from odoo.addons.jxc_stock.tests.common import StockCase


class RecallCase(StockCase):
    """A vendor, two customers, and two lots of one product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"].create(
            [
                {"name": "老王酱园", "email": "vendor@example.com"},
                {"name": "惠万家超市", "email": "shop@example.com"},
                {"name": "街口小店", "user_id": cls.salesperson.id},
            ]
        )
        cls.vendor, cls.shop, cls.corner = partners
        cls.jar = cls._product("黄豆酱", tracking="lot")
        cls.lot, cls.good = cls.env["stock.lot"].create(
            [
                {"name": name, "product_id": cls.jar.id, "company_id": cls.company.id}
                for name in ("JXC-BAD", "JXC-GOOD")
            ]
        )
        cls.warehouse.jxc_keeper_ids = cls.keeper

    def _moved(self, picking, quantity, lot, partner):
        """Do a transfer of one lot, as the keeper."""
        picking.partner_id = partner
        move = picking.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": self.jar.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
        ]
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _receive_lot(self, quantity, lot):
        picking = self._transfer(self.suppliers, self.shelf, quantity, self.jar)
        return self._moved(picking, quantity, lot, self.vendor)

    def _ship_lot(self, quantity, lot, partner):
        picking = self._ship(quantity, self.jar)
        return self._moved(picking, quantity, lot, partner)

    def _business(self):
        """100 came, 30 and 20 were sent, 40 wait in an open delivery."""
        self._receive_lot(100, self.lot)
        self._ship_lot(30, self.lot, self.shop)
        self._ship_lot(20, self.lot, self.corner)
        open_one = self._ship(40, self.jar)
        self.assertEqual(open_one.move_ids.move_line_ids.lot_id, self.lot)
        return open_one

    def _recall(self, **values):
        return (
            self.env["jxc.recall"]
            .with_user(self.inspector)
            .create(
                {
                    "reason": "发现霉变",
                    "lot_ids": [Command.set(self.lot.ids)],
                    **values,
                }
            )
        )

    def _line(self, recall, partner):
        recall.invalidate_recordset()
        recall.line_ids.invalidate_recordset()
        return recall.line_ids.filtered(lambda line: line.partner_id == partner)

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestOverview(StockCase):
    """K2: what is where, what will be, and how it is found."""

    def _row(self, user=None, domain=(), **context):
        overview = self.env["jxc.stock.overview"].with_user(user or self.keeper)
        own = [("warehouse_id", "=", self.warehouse.id)]
        if not domain:
            own += [("product_id", "=", self.product.id)]
        return overview.with_context(**context).search([*own, *domain])

    def _on(self, days, as_typed=False):
        day = fields.Date.context_today(self.keeper) + timedelta(days=days)
        value = fields.Date.to_string(day)
        return self._row(jxc_on=[value] if as_typed else value).atp_on

    def _planned(self, picking, days):
        picking.move_ids.date = fields.Datetime.now() + timedelta(days=days)
        return picking

    def test_available_on_a_day(self):
        """K2: available by date: what is planned until then has come and gone."""
        self._receive(20)
        self._planned(self._ship(6), 2)
        self._planned(self._transfer(self.suppliers, self.shelf, 10), 4)
        self._planned(self._ship(5), 8)
        self.assertEqual([self._on(n) for n in (0, 3, 5, 9)], [20, 14, 24, 19])
        self.assertEqual(self._on(5, as_typed=True), 24)
        self.assertEqual(self._row(jxc_on_days=7).atp_on, 24)
        self.assertEqual(self._row().atp, 9, "what can be promised now stays")

    def test_what_expires_before_the_day_is_not_available_then(self):
        """K2: goods that do not keep are no goods of that day."""
        self.product.write({"tracking": "lot", "use_expiration_date": True})
        self._put(5, lot_id=self._lot("L1", 3, self.product))
        self._put(2, lot_id=self._lot("L2", 90, self.product))
        self.assertEqual([self._on(n) for n in (0, 10)], [7, 2])

    def test_who_waits_for_what_arrives(self):
        """K2: a delivery that is chained to a receipt takes what the receipt brings."""
        receipt = self._planned(self._transfer(self.suppliers, self.shelf, 10), 2)
        delivery = self._planned(self._ship(4), 4)
        delivery.move_ids.sudo().move_orig_ids = receipt.move_ids
        self.assertEqual([self._on(n) for n in (0, 3, 5)], [0, 10, 6])

    def test_two_steps_out_count_once(self):
        """K2: picking and shipping the same goods takes them once."""
        self._receive(20)
        output = self.warehouse.wh_output_stock_loc_id
        pick = self._planned(self._transfer(self.shelf, output, 4), 1)
        pick.move_ids.sudo().location_final_id = self.customers
        ship = self._planned(self._transfer(output, self.customers, 4), 2)
        ship.move_ids.sudo().move_orig_ids = pick.move_ids
        self.assertEqual([self._on(n) for n in (0, 5)], [20, 16])

    def test_goods_in_inspection_arrive_when_they_are_planned_to(self):
        """K2: on the shelf on the day of the move that brings them there."""
        self._receive(7, self.inspection)
        self._planned(self._transfer(self.inspection, self.shelf, 7), 2)
        self.assertEqual([self._on(n) for n in (0, 3)], [0, 7])

    def test_found_by_any_barcode(self):
        """K2: by the code of the product, of its box, or of a lot."""
        box = self.env["uom.uom"].create(
            {"name": "Box", "relative_factor": 12, "relative_uom_id": 1}
        )
        self.product.write(
            {
                "barcode": "6901234567892",
                "tracking": "lot",
                "product_uom_ids": [
                    Command.create({"uom_id": box.id, "barcode": "16901234567899"})
                ],
            }
        )
        self._put(5, lot_id=self._lot("LOT-77", 90, self.product))
        self._put(5, product=self._product("Other", barcode="6900000000008"))
        for user in (self.keeper, self.buyer, self.salesperson, self.accountant):
            for code in ("6901234567892", "16901234567899", "LOT-77"):
                with self.subTest(user=user.login, code=code):
                    row = self._row(user, [("code", "=", code)])
                    self.assertEqual(row.product_id, self.product)
        self.assertFalse(self._row(domain=[("code", "=", "690")]))

    def test_bins_and_lots_of_a_row(self):
        """K2: down to the bins, and they add up."""
        bin_ = self.env["stock.location"].create(
            {"name": "A-01", "location_id": self.shelf.id}
        )
        self._put(5)
        self._put(3, bin_)
        row = self._row()
        action = row.action_jxc_places()
        quants = self.env["stock.quant"].with_user(self.keeper).search(action["domain"])
        self.assertEqual(quants.location_id, self.shelf | bin_)
        self.assertEqual(sum(quants.mapped("quantity")), row.on_hand)

    def test_warehouses_of_a_region_together(self):
        """K2: groups of warehouses."""
        east = self.env["stock.warehouse"].create({"name": "East", "code": "EAST"})
        (east | self.warehouse).jxc_region = "华东"
        self._put(5)
        self._put(3, east.lot_stock_id)
        rows = (
            self.env["jxc.stock.overview"]
            .with_user(self.keeper)
            ._read_group(
                [("product_id", "=", self.product.id)], ["region"], ["on_hand:sum"]
            )
        )
        self.assertEqual(rows, [("华东", 8)])

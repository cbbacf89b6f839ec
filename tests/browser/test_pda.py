"""The scan page on a phone: key by key, as a scanner types."""

import json
from pathlib import Path

from common import PHONE, ScreenCase

from odoo import Command
from odoo.tests import tagged

_PDA = (Path(__file__).parent / "pda.js").read_text(encoding="utf-8")


@tagged("post_install", "-at_install")
class TestPda(ScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bins = cls.env["stock.location"].create(
            [
                {
                    "name": f"{aisle}-{bay:02}-1",
                    "location_id": cls.warehouse.lot_stock_id.id,
                    "barcode": f"BIN-{aisle}-{bay:02}",
                }
                for aisle in "AB"
                for bay in range(1, 11)
            ]
        )
        cls.goods = cls.env["product.product"].create(
            [
                {"name": f"商品 {i}", "is_storable": True, "barcode": f"GOODS-{i:02}"}
                for i in range(1, 21)
            ]
        )
        quants = cls.env["stock.quant"]
        for place, product in zip(cls.bins, cls.goods, strict=True):
            quants._update_available_quantity(product, place, 5)

    def _on_phone(self, call, **values):
        """Run a function of pda.js as the keeper, on the scan page."""
        self.browser_size = PHONE
        self.touch_enabled = True
        self.browser_js(
            "/odoo/scan",
            f"{_PDA}\njxcRun({call}, {json.dumps(values)});",
            "odoo.isReady && !!document.querySelector('.o_jxc_pda')",
            login=self.users["keeper"].login,
            timeout=120,
            success_signal="pda succeeded",
        )

    def test_picking(self):
        """S5: 20 lines by the shortest way; a wrong and a surplus item are refused."""
        source, target = (
            self.warehouse.lot_stock_id,
            self.env.ref("stock.stock_location_customers"),
        )
        picking = (
            self.env["stock.picking"]
            .with_user(self.users["keeper"])
            .create(
                {
                    "picking_type_id": self.warehouse.out_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": 1 + i % 2,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                        for i, product in enumerate(self.goods)
                    ],
                }
            )
        )
        picking.action_confirm()
        self.env["product.product"].create(
            {"name": "别的商品", "is_storable": True, "barcode": "OTHER-1"}
        )
        way = [*range(10), *reversed(range(10, 20))]  # aisle A upwards, B downwards
        self._on_phone(
            "jxcPick",
            name=picking.name,
            way=[self.goods[i].barcode for i in way],
            counts=[1 + i % 2 for i in way],
            names=[self.goods[i].name for i in way],
            wrong="OTHER-1",
        )
        self.assertEqual(picking.state, "done")
        self.assertEqual(sum(picking.move_ids.mapped("quantity")), 30)
        self.assertFalse(picking.backorder_ids)

    def test_counting(self):
        """K6: 60 lines, the network away in between, one delivery heard twice."""
        quants = self.env["stock.quant"]
        for step in (1, 2):
            for i, place in enumerate(self.bins):
                product = self.goods[(i + step) % 20]
                quants._update_available_quantity(product, place, 5)
        plan = (
            self.env["jxc.stocktake"]
            .with_user(self.users["keeper"])
            .create(
                {
                    "warehouse_id": self.warehouse.id,
                    "scope": "locations",
                    "location_ids": [Command.set(self.bins.ids)],
                }
            )
        )
        plan.action_start()
        self.assertEqual(len(plan.line_ids), 60)
        way = [*range(10), *reversed(range(10, 20))]
        self._on_phone(
            "jxcCount",
            plan=plan.name,
            bins=[self.bins[i].barcode for i in way],
            goods=[
                [self.goods[(i + step) % 20].barcode for step in range(3)] for i in way
            ],
        )
        plan.invalidate_recordset()
        lines = plan.line_ids
        self.assertEqual(len(lines), 60)
        first = lines.filtered(
            lambda line: line.location_id == self.bins[0]
            and line.product_id == self.goods[0]
        )
        self.assertEqual(first.counted_quantity, 4)
        self.assertEqual(set((lines - first).mapped("counted_quantity")), {1})
        counts = self.env["jxc.stocktake.count"].search(
            [("stocktake_id", "=", plan.id)]
        )
        # One for each line, what was typed, one too many and its undoing.
        self.assertEqual(len(counts), 63)

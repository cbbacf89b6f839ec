"""The scan page on a phone: key by key as a scanner types, and by its camera."""

import io
import json
import tempfile
from pathlib import Path

from common import PHONE, ScreenCase
from device import DeviceMixin
from PIL import Image
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

_PDA = (Path(__file__).parent / "pda.js").read_text(encoding="utf-8")


@tagged("post_install", "-at_install")
class TestPda(DeviceMixin, ScreenCase):
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

    def _on_phone(self, call, error_checker=None, role="keeper", **values):
        """Run a function of pda.js as the keeper, on the scan page."""
        self.browser_size = PHONE
        self.touch_enabled = True
        self.browser_js(
            "/odoo/scan",
            f"{_PDA}\njxcRun({call}, {json.dumps(values)});",
            "odoo.isReady && !!document.querySelector('.o_jxc_pda')",
            login=self.users[role].login,
            timeout=120,
            success_signal="pda succeeded",
            error_checker=error_checker,
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

    # -- no network ----------------------------------------------------------------

    def _pick(self, product, quantity):
        source = self.warehouse.lot_stock_id
        target = self.env.ref("stock.stock_location_customers")
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
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        return picking

    def test_reload_without_network(self):
        """K6, F4: the page comes up again without a network, with all that it had.

        The wire is cut for real, also for the service worker: nobody listens.
        """
        self._cuttable_network()
        picking, closed = self._pick(self.goods[0], 3), self._pick(self.goods[1], 1)
        plan = self._plan(self.bins[0])
        values = {
            "plan": plan.name,
            "bin": self.bins[0].barcode,
            "goods": [self.goods[0].barcode],
            "picking": picking.name,
            "closed": closed.name,
        }
        again = f"{_PDA}\njxcRun(jxcAfter, {json.dumps(values)});"
        # What the host says to the console about a lost network is no failure.
        self._on_phone(
            "jxcBefore",
            again=again,
            error_checker=lambda message: message.startswith("pda:"),
            **values,
        )
        plan.invalidate_recordset()
        self.assertEqual(plan.line_ids.counted_quantity, 2)
        self.assertEqual(picking.state, "done")
        self.assertEqual(picking.move_ids.quantity, 3)

    # -- unknown codes -------------------------------------------------------------

    def test_unknown_kept(self):
        """K6: an unknown code is kept without a network, to be counted later."""
        self._cuttable_network()
        plan = self._plan(self.bins[0])
        self._on_phone(
            "jxcKeepUnknown",
            plan=plan.name,
            bin=self.bins[0].barcode,
            code="NOBODY-77",
            goods=self.goods[0].barcode,
            error_checker=lambda message: message.startswith("pda:"),
        )
        plan.invalidate_recordset()
        self.assertEqual(plan.jxc_unknown_ids.code, "NOBODY-77")
        self.assertEqual(plan.jxc_unknown_ids.quantity, 7)
        self.assertEqual(plan.jxc_unknown_ids.user_id, self.users["keeper"])
        self.assertEqual(plan.line_ids.counted_quantity, 1)

    def test_unknown_linked(self):
        """K6: who may write products links the code by the initials of its name."""
        self.users["keeper"].group_ids |= self.env.ref("product.group_product_manager")
        plan = self._plan(self.bins[0])
        product = self.env["product.product"].create(
            {"name": "珍稀羊肚菌礼盒", "is_storable": True}
        )
        self._on_phone(
            "jxcLinkUnknown",
            plan=plan.name,
            bin=self.bins[0].barcode,
            code="NOBODY-78",
            text="zxydjlh",
            says="珍稀羊肚菌礼盒 × 1 = 1",
        )
        self.assertEqual(product.barcode, "NOBODY-78")
        line = plan.line_ids.filtered(lambda line: line.product_id == product)
        self.assertEqual(line.counted_quantity, 1)

    def test_refused_find(self):
        """K6: what the server refuses holds nothing back, and is not lost by itself."""
        plan = self._plan(self.bins[0])
        self._on_phone(
            "jxcRefusedFind",
            plan=plan.name,
            bin=self.bins[0].barcode,
            code="NOBODY-79",
            bad="LEFT-1",
        )
        self.assertEqual(plan.jxc_unknown_ids.mapped("code"), ["NOBODY-79"])

    # -- damage and receipts -------------------------------------------------------

    def test_damage(self):
        """K7: two taps, a reason and a picture; the rest of the pick goes on."""
        picking = self._pick(self.goods[0], 3)
        self._on_phone(
            "jxcDamage",
            picking=picking.name,
            goods=self.goods[0].barcode,
            reason="破损",
        )
        scrap = self.env["stock.scrap"].search([("picking_id", "=", picking.id)])
        self.assertEqual((scrap.state, scrap.scrap_qty), ("draft", 1))
        self.assertEqual(scrap.location_id, self.bins[0])
        self.assertEqual(scrap.scrap_reason_tag_ids.name, "破损")
        self.assertEqual(scrap.jxc_photo_ids.mapped("mimetype"), ["image/jpeg"])

    def test_receipt_by_camera(self):
        """S5: a receipt by the camera; unknown goods of the delivery are kept."""
        self.goods[0].barcode = "6901234567892"
        supplier = self.env.ref("stock.stock_location_suppliers")
        place = self.warehouse.lot_stock_id
        move = {
            "product_id": self.goods[0].id,
            "product_uom_qty": 2,
            "location_id": supplier.id,
            "location_dest_id": place.id,
        }
        picking = (
            self.env["stock.picking"]
            .with_user(self.users["keeper"])
            .create(
                {
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "location_id": supplier.id,
                    "location_dest_id": place.id,
                    "move_ids": [Command.create(move)],
                }
            )
        )
        picking.action_confirm()
        self._label("EAN13", "6901234567892", width=300, height=120)
        self._on_phone(
            "jxcReceive", picking=picking.name, says="商品 1 × 1", code="NOBODY-80"
        )
        picked = picking.move_line_ids.filtered("picked")
        self.assertEqual(sum(picked.mapped("quantity")), 1)
        finds = self.env["jxc.pda.unknown"].search([("picking_id", "=", picking.id)])
        self.assertEqual(finds.mapped("code"), ["NOBODY-80"])

    def test_transfer_arrives(self):
        """T1, K7: of 4 sent 1 is broken and 1 not there: both are on the difference."""
        branch = self.env["stock.warehouse"].create({"name": "东仓", "code": "EAST"})
        branch.jxc_keeper_ids = self.users["keeper"]
        goods = self.goods[0]
        transfer = (
            self.env["jxc.transfer"]
            .with_user(self.users["keeper"])
            .create(
                {
                    "warehouse_id": self.warehouse.id,
                    "dest_warehouse_id": branch.id,
                    "line_ids": [
                        Command.create({"product_id": goods.id, "quantity": 4})
                    ],
                }
            )
        )
        transfer.action_jxc_confirm()
        ship = transfer.line_ids.move_ids.filtered(
            lambda move: move.jxc_transfer_step == "ship"
        )
        ship.write({"quantity": 4, "picked": True})
        ship.picking_id.with_context(skip_sms=True).button_validate()
        receive = transfer.line_ids.move_ids - ship
        self._on_phone(
            "jxcArrive",
            picking=receive.picking_id.name,
            goods=goods.barcode,
            damage="受潮",
            missing="路上丢失",
            says="谁承担",
        )
        transfer.invalidate_recordset()
        difference = transfer.difference_ids
        self.assertEqual(
            [(line.kind, line.quantity, line.reason) for line in difference.line_ids],
            [("damaged", 1, "受潮"), ("missing", 1, "路上丢失")],
        )
        self.assertEqual(transfer.line_ids.received, 2)

    # -- two users of one device ---------------------------------------------------

    def test_other_user(self):
        """K6, F2: what one counted is neither shown to nor sent by who comes next,
        who signs out by address leaves no page, and nothing is lost."""
        plan = self._plan(self.bins[0])
        keeper = self.users["keeper"]
        other = new_role_user(
            self.env,
            "keeper",
            login="second_keeper",
            name="second_keeper",
            lang="zh_CN",
        )
        self.warehouse.jxc_keeper_ids |= other
        values = {
            "plan": plan.name,
            "bin": self.bins[0].barcode,
            "goods": self.goods[0].barcode,
            "db": self.env.cr.dbname,
            "login": keeper.login,
            "other": other.login,
        }
        again = f"{_PDA}\njxcRun(jxcNext, {json.dumps(values)});"
        self._on_phone("jxcFirst", again=again, **values)
        plan.invalidate_recordset()
        self.assertEqual(plan.line_ids.counted_quantity, 1)
        count = self.env["jxc.stocktake.count"].search([("stocktake_id", "=", plan.id)])
        self.assertEqual(count.user_id, keeper)

    # -- the camera ----------------------------------------------------------------

    def _plan(self, *bins):
        plan = (
            self.env["jxc.stocktake"]
            .with_user(self.users["keeper"])
            .create(
                {
                    "warehouse_id": self.warehouse.id,
                    "scope": "locations",
                    "location_ids": [Command.set([place.id for place in bins])],
                }
            )
        )
        plan.action_start()
        return plan

    def _label(self, kind, value, **look):
        """A printed label before the camera, on white paper."""
        drawing = createBarcodeDrawing(kind, value=value, format="png", **look)
        with Image.open(io.BytesIO(drawing.asString("png"))) as label:
            paper = Image.new("L", (640, 480), 255)
            width, height = label.size
            paper.paste(label.convert("L"), ((640 - width) // 2, (480 - height) // 2))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self._camera_sees(paper, folder.name)

    def test_camera_reads_a_barcode(self):
        """K6: an EAN-13 in a frame of the camera is counted."""
        self.goods[0].barcode = "6901234567892"
        plan = self._plan(self.bins[0])
        self._label("EAN13", "6901234567892", width=300, height=120)
        self._on_phone(
            "jxcCamera", plan=plan.name, bin=self.bins[0].barcode, says="商品 1 × 1 = 1"
        )
        plan.invalidate_recordset()
        self.assertEqual(plan.line_ids.counted_quantity, 1)

    def test_camera_reads_a_label(self):
        """K6: a DataMatrix by GS1 in a frame: product, lot and quantity at once."""
        soy = self.env["product.product"].create(
            {
                "name": "酱油",
                "is_storable": True,
                "tracking": "lot",
                "barcode": "6901234567892",
            }
        )
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": soy.id})
        self.env["stock.quant"]._update_available_quantity(
            soy, self.bins[0], 7, lot_id=lot
        )
        plan = self._plan(self.bins[0])
        gs = chr(29)
        self._label(
            "ECC200DataMatrix", f"{gs}010690123456789217270101305{gs}10L1", barWidth=4
        )
        self._on_phone(
            "jxcCamera", plan=plan.name, bin=self.bins[0].barcode, says="酱油 × 5 = 5"
        )
        plan.invalidate_recordset()
        line = plan.line_ids.filtered(lambda line: line.lot_id == lot)
        self.assertEqual(line.counted_quantity, 5)

    def test_camera_refused(self):
        """F4: who refuses the camera reads how to allow it, and how to go on."""
        self.browser_flags = ("--use-fake-device-for-media-stream",)
        self._on_phone("jxcNoCamera", setting="denied", says="没有允许使用摄像头")

    def test_no_camera(self):
        """F4: a device without a camera says so."""
        self._on_phone("jxcNoCamera", setting="granted", says="没有找到摄像头")

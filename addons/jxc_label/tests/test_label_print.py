from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import GTIN, LabelCase


@tagged("post_install", "-at_install")
class TestLabelPrint(LabelCase):
    """T2, T3, T4, S5: labels from every place, as many as are needed."""

    def _labels(self, records, user=None):
        return self._dialog(records, user)._jxc_labels()

    def test_lot_label(self):
        """T3, T4: name, code, lot, dates, and the GS1 message under the symbol."""
        lot = self._lot("L2611", jxc_production_date="2026-11-01")
        (label,) = self._labels(lot)
        self.assertEqual(label["title"], "金骏眉红茶 250 克")
        self.assertEqual(label["code"], "JJM250")
        self.assertEqual(
            (label["made"], label["expires"]), ("2026-11-01", "2027-11-01")
        )
        self.assertEqual(
            label["text"], "(01)06901234567892(11)261101(17)271101(10)L2611"
        )
        self.assertTrue(label["square"])

    def test_lot_of_a_product_without_gtin(self):
        """T3: the symbol has the lot number as it is."""
        self.tea.barcode = "JJM-1"
        (label,) = self._labels(self._lot("L2611"))
        self.assertFalse(label["text"])
        self.assertTrue(label["image"])

    def test_receipt_by_pack_and_unit(self):
        """S5: cases that arrived, or single pieces; both can be changed."""
        case = self.env["uom.uom"].create(
            {
                "name": "Case of 12",
                "relative_factor": 12,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        picking = self._arrival(30, made="2026-11-01", lot_name="L1")
        self.tea.uom_ids = case
        wizard = self._dialog(self._validate(picking))
        self.assertEqual(wizard.line_ids.lot_id.name, "L1")
        self.assertEqual(wizard.count_by, "pack")
        self.assertEqual(wizard.total, 3, "two cases and a half")
        form = self._form(wizard)
        form.count_by = "unit"
        self.assertEqual(form.total, 30)
        with form.line_ids.edit(0) as line:
            line.copies = 31
        form.save()
        self.assertEqual(len(wizard._jxc_labels()), 31)

    def test_receipt_before_it_is_done(self):
        """S5: labels are stuck on before the goods are put away."""
        picking = self._arrival(2, made="2026-11-01", lot_name="L9")
        (label, _second) = self._labels(picking)
        self.assertEqual(label["number"], "L9")
        self.assertIn("(11)261101", label["text"])

    def test_weights_are_labelled_once(self):
        """S5: 25.5 kg are one label, not 26."""
        rice = self._product("Rice", uom_id=self.env.ref("uom.product_uom_kgm").id)
        wizard = self._dialog(self._arrival(25.5, product=rice))
        self.assertEqual((wizard.line_ids.units, wizard.line_ids.packs), (1, 1))

    def test_units_of_the_house_are_pieces(self):
        """S5: a unit that nobody reckons from the host's, such as 提, is a piece."""
        unit = self.env["uom.uom"].create({"name": "提"})
        milk = self._product("Milk", uom_id=unit.id)
        self.assertEqual(self._dialog(self._arrival(80, product=milk)).total, 80)

    def test_expiring_list(self):
        """T4: of the chosen rows; a lot in two places is one line."""
        lot = self._lot("L1")
        bin_ = self.shelf.copy({"name": "A-01-01", "location_id": self.shelf.id})
        for place in (self.shelf, bin_):
            self._put(5, place, self.tea, lot_id=lot)
        wizard = self._dialog(lot.quant_ids.filtered(lambda q: q.quantity > 0))
        self.assertEqual(len(wizard.line_ids), 1)
        self.assertEqual((wizard.line_ids.quantity, wizard.total), (10, 1))

    def test_product_without_barcode_prints_its_code(self):
        """T2: and one that has neither says so instead of an empty box."""
        self.tea.barcode = False
        (label,) = self._labels(self.tea.product_tmpl_id)
        self.assertEqual(label["text"], "JJM250")
        self.tea.default_code = False
        (label,) = self._labels(self.tea)
        self.assertFalse(label["image"])

    def test_bins_without_barcode(self):
        """T2: the keeper is told; a manager gives them barcodes on the way."""
        bins = self.env["stock.location"].create(
            [
                {"name": name, "location_id": self.shelf.id}
                for name in ("A-01-01", "A-01-02", "冷库一")
            ]
        )
        keeper = self._dialog(bins)
        self.assertFalse(keeper.can_give)
        with self.assertRaisesRegex(UserError, "A-01-01"):
            keeper.action_print()
        keeper.give_barcodes = True
        with self.assertRaises(AccessError):
            keeper.action_print()
        manager = self._dialog(bins, self.manager)
        self.assertTrue(manager.can_give)
        manager.give_barcodes = True
        self.assertEqual(manager.action_print()["type"], "ir.actions.report")
        code = self.warehouse.code
        self.assertEqual(bins[0].barcode, f"{code}-A-01-01")
        self.assertEqual(bins[2].barcode, f"{code}-{bins[2].id}")
        self.assertEqual(manager.size, "a4")

    def test_package_with_sscc(self):
        """S5: a number of the carrier's kind is a GS1-128, ours a plain one."""
        packages = self.env["stock.package"].create(
            [{"name": "106141412345678908"}, {"name": "PACK-77"}]
        )
        sscc, plain = self._labels(packages)
        self.assertEqual(sscc["text"], "(00)106141412345678908")
        self.assertEqual(plain["text"], "PACK-77")

    def test_too_many(self):
        """S5: a slip of the finger does not print ten thousand labels."""
        wizard = self._dialog(self.tea)
        wizard.line_ids.copies = 1001
        with self.assertRaisesRegex(UserError, "1001"):
            wizard.action_print()
        wizard.line_ids.copies = 0
        with self.assertRaisesRegex(UserError, "copies"):
            wizard.action_print()

    def test_used_labels_of_a_sheet(self):
        """T2: a sheet that was begun is used up."""
        wizard = self._dialog(self.tea)
        wizard.write({"size": "a4", "skip": 5})
        wizard.line_ids.copies = 20
        first, second = wizard._jxc_sheets()
        labels = [label for row in first for label in row]
        self.assertEqual(labels[:5], [None] * 5)
        self.assertEqual(sum(bool(label) for label in labels), 19)
        self.assertTrue(second[0][0])

    def test_host_formats_are_still_there(self):
        """S5: sheets with prices and ZPL, by the link in the dialog."""
        action = self._dialog(self.tea).action_other_formats()
        self.assertEqual(action["res_model"], "product.label.layout")
        self.assertEqual(self.tea.barcode, GTIN)

    def test_many_labels_take_few_queries(self):
        """T3: the number of queries does not grow with the number of lots."""
        lots = self.env["stock.lot"].create(
            [{"name": f"Q{index}", "product_id": self.tea.id} for index in range(60)]
        )
        wizard = self._dialog(lots)
        counts = []
        for count in (5, 60):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for line in wizard.line_ids[:count]:
                line._jxc_label("60x40")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

"""Labels as they leave the printer: their pictures are scanned again."""

import io
import subprocess
import tempfile
from pathlib import Path

import pypdf
import zxingcpp
from PIL import Image
from shop import ShopCase

from odoo.tests import HttpCase, tagged

GTIN = "6901234567892"
MM = 72 / 25.4


@tagged("post_install", "-at_install")
class TestLabels(ShopCase):
    """T2, T3, T4, S5: what is printed is read by a scanner."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(
            "report.url", f"http://127.0.0.1:{HttpCase.http_port()}"
        )
        cls.tea = cls.env["product.product"].create(
            {
                "name": "武夷山金骏眉红茶礼盒装 250 克(春茶)",
                "default_code": "JJM250",
                "barcode": GTIN,
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "expiration_time": 365,
            }
        )
        cls.lot = cls.env["stock.lot"].create(
            {
                "name": "JJM250-261101-001",
                "product_id": cls.tea.id,
                "jxc_production_date": "2026-11-01",
            }
        )

    def _print(self, records, size, copies=1):
        """The PDF that the keeper gets."""
        keeper = self.keeper
        records = records.with_user(keeper).with_context(lang="zh_CN")
        action = records.action_jxc_labels()
        wizard = self.env["jxc.label.print"].with_user(keeper).browse(action["res_id"])
        wizard.size = size
        wizard.line_ids.copies = copies
        report = wizard.action_print()["report_name"]
        reports = self.env["ir.actions.report"].with_user(keeper)
        reports = reports.with_context(force_report_rendering=True, lang="zh_CN")
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(report, wizard.ids)
        self.assertEqual(kind, "pdf")
        return content

    def _pictures(self, pdf, dpi=406):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                ["pdftoppm", "-r", str(dpi), "-png", "-", f"{folder}/page"],
                input=pdf,
                check=True,
            )
            for path in sorted(Path(folder).glob("*.png")):
                yield Image.open(path).convert("L").copy()

    def _scans(self, pdf, dpi=406):
        """What stands in the symbols of each page, with GS1's brackets."""
        return [
            [found.text for found in zxingcpp.read_barcodes(picture)]
            for picture in self._pictures(pdf, dpi)
        ]

    def _text(self, pdf):
        return subprocess.run(
            ["pdftotext", "-layout", "-", "-"],
            input=pdf,
            capture_output=True,
            check=True,
        ).stdout.decode()

    def _assert_size(self, pdf, width, height):
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
            self.assertAlmostEqual(float(page.mediabox.width) / MM, width, delta=0.6)
            self.assertAlmostEqual(float(page.mediabox.height) / MM, height, delta=0.6)

    def test_lot_labels_of_both_rolls(self):
        """T3, T4: one page a label, in Chinese, with a GS1 symbol that says it all."""
        message = "(01)06901234567892(11)261101(17)271101(10)JJM250-261101-001"
        for size, width, height in (("60x40", 60, 40), ("40x30", 40, 30)):
            with self.subTest(size=size):
                pdf = self._print(self.lot, size, copies=3)
                self._assert_size(pdf, width, height)
                # As a label printer of 203 dpi shows it, and twice as fine.
                self.assertEqual(self._scans(pdf, 203), [[message]] * 3)
                self.assertEqual(self._scans(pdf), [[message]] * 3)
                text = self._text(pdf)
                for word in ("金骏眉", "生产日期", "有效期至", "2027-11-01", "批号"):
                    self.assertIn(word, text)

    def test_bins_on_sheets(self):
        """T2: 24 labels on A4, each with its own code."""
        shelf = self.env["stock.warehouse"].search([], limit=1).lot_stock_id
        bins = self.env["stock.location"].create(
            [
                {
                    "name": f"Z-01-{number:02}",
                    "location_id": shelf.id,
                    "barcode": f"SHEET-Z-01-{number:02}",
                }
                for number in range(30)
            ]
        )
        pdf = self._print(bins, "a4")
        self._assert_size(pdf, 210, 297)
        first, second = self._scans(pdf)
        self.assertEqual((len(first), len(second)), (24, 6))
        self.assertEqual({*first, *second}, set(bins.mapped("barcode")))

    def test_goods_and_packages(self):
        """T2, S5: a barcode, an internal reference, a name, an SSCC."""
        plain = self.env["product.product"].create(
            {"name": "无条码散装大米", "default_code": "DM-001"}
        )
        packages = self.env["stock.package"].create(
            [{"name": "106141412345678908"}, {"name": "PACK0009977"}]
        )
        for size in ("60x40", "40x30"):
            with self.subTest(size=size):
                goods = self._scans(self._print(self.tea | plain, size))
                self.assertEqual(goods, [[GTIN], ["DM-001"]])
                found = self._scans(self._print(packages, size))
                self.assertEqual(found, [["(00)106141412345678908"], ["PACK0009977"]])

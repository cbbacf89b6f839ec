from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.jxc_stock.tests.common import StockCase

GTIN = "6901234567892"
CASE = "16901234567899"


@tagged("post_install", "-at_install")
class TestScan(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.soy = cls._product(
            "Light Soy", barcode=GTIN, default_code="SOY-1", tracking="lot"
        )
        cls.lot = cls.env["stock.lot"].create(
            {"name": "SCAN1", "product_id": cls.soy.id, "company_id": cls.company.id}
        )

    def _scan(self, code, user=None):
        return self.env["jxc.scan"].with_user(user or self.keeper).resolve(code)

    def _pack(self, barcode=CASE):
        self.soy.uom_ids = [Command.link(self.dozen.id)]
        return self.env["product.uom"].create(
            {
                "product_id": self.soy.id,
                "uom_id": self.dozen.id,
                "barcode": barcode,
            }
        )

    def test_product_by_any_length(self):
        """S5: EAN-13, GTIN-14, a label and the internal code are one product."""
        for code in (GTIN, f"0{GTIN}", f"(01)0{GTIN}", f"]C1010{GTIN}", "SOY-1"):
            found = self._scan(code)
            self.assertEqual(found["kind"], "product", code)
            self.assertEqual(found["product_id"], self.soy.id, code)
            self.assertEqual(found["factor"], 1.0, code)

    def test_packaging(self):
        """S5, K6: a case counts as what it holds, by any of its barcodes."""
        self._pack()
        self._pack("CASE-OF-SOY")
        for code in (CASE, f"(01){CASE}", "CASE-OF-SOY"):
            found = self._scan(code)
            self.assertEqual(found["product_id"], self.soy.id, code)
            self.assertEqual(found["uom_id"], self.dozen.id, code)
            self.assertEqual(found["factor"], 12.0, code)

    def test_label_of_lot(self):
        """K6: lot, dates and number of a label; a lot not seen before is named."""
        found = self._scan(f"(01)0{GTIN}(11)260101(17)270101(30)5(10)SCAN1")
        self.assertEqual(found["lot_id"], self.lot.id)
        self.assertEqual(found["quantity"], 5)
        self.assertEqual(found["produced"], "2026-01-01")
        self.assertEqual(found["expires"], "2027-01-01")
        found = self._scan(f"010{GTIN}10L2")
        self.assertFalse(found["lot_id"])
        self.assertEqual(found["lot_name"], "L2")

    def test_pallet(self):
        """S5: a pallet's label tells the cases on it and its number."""
        self._pack()
        package = self.env["stock.package"].create({"name": "123456789012345675"})
        found = self._scan(f"(02){CASE}(37)40(00)123456789012345675")
        self.assertEqual(found["uom_id"], self.dozen.id)
        self.assertEqual(found["quantity"], 40)
        self.assertEqual(found["package_id"], package.id)
        found = self._scan("00123456789012345675")
        self.assertEqual((found["kind"], found["package_id"]), ("package", package.id))

    def test_weight(self):
        """S5: kilograms are the quantity of what is sold by weight only."""
        cheese = self._product(
            "Cheese",
            barcode="95012345678903",
            uom_id=self.env.ref("uom.product_uom_gram").id,
        )
        found = self._scan("(01)95012345678903(3103)001250")
        self.assertEqual(found["product_id"], cheese.id)
        self.assertEqual(found["quantity"] * found["factor"], 1250.0)
        found = self._scan(f"(01)0{GTIN}(3103)001250")
        self.assertEqual((found["quantity"], found["weight"]), (1.0, 1.25))

    def test_places_and_documents(self):
        """K6, S5: bins, pickings and lots are told apart from goods."""
        bin_ = self.env["stock.location"].create(
            {"name": "A-01", "location_id": self.shelf.id, "barcode": "BIN-A-01"}
        )
        picking = self._transfer(self.suppliers, self.shelf, 3)
        for code, kind, name, record in (
            ("BIN-A-01", "location", "location_id", bin_),
            (picking.name, "picking", "picking_id", picking),
            ("SCAN1", "lot", "lot_id", self.lot),
        ):
            found = self._scan(code)
            self.assertEqual((found["kind"], found[name]), (kind, record.id))

    def test_unknown_and_refused(self):
        """K6: what is unknown or misprinted is said, with the way out."""
        found = self._scan("(01)12345678901231")
        self.assertEqual(found["kind"], "unknown")
        self.assertIn("12345678901231", found["message"])
        found = self._scan(CASE)
        self.assertEqual(found["base"]["product_id"], self.soy.id)
        self.assertIn("Light Soy", found["message"])
        self.assertEqual(self._scan("(01)12345678901234")["kind"], "refused")
        self.assertEqual(self._scan("")["kind"], "refused")

    def test_same_internal_code(self):
        """K6: a code that two products share is not guessed."""
        self._product("Dark Soy", default_code="SOY-1")
        found = self._scan("SOY-1")
        self.assertEqual(found["kind"], "several")
        self.assertIn("Dark Soy", found["message"])

    def test_queries(self):
        """K6: a label takes few look-ups, however many products there are."""
        self._scan(GTIN)
        with self.assertQueryCount(12):
            self._scan(f"(01)0{GTIN}(17)270101(10)SCAN1")

    def test_only_of_the_warehouse(self):
        """F2: who has nothing to do with the stock resolves nothing."""
        outsider = self.env["res.users"].create(
            {
                "name": "Outsider",
                "login": "pda_outsider",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self._scan(GTIN, outsider)

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_stock.tests.common import StockCase

CODE = "6900000000014"


@tagged("post_install", "-at_install")
class TestUnknown(StockCase):
    """K6: goods whose code nobody knows are counted all the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.tea = cls._product("明前龙井")
        cls.plan = (
            cls.env["jxc.stocktake"]
            .with_user(cls.keeper)
            .create({"warehouse_id": cls.warehouse.id})
        )
        cls.env["stock.quant"]._update_available_quantity(cls.tea, cls.shelf, 5)
        cls.plan.action_start()
        cls.manager = cls.env["res.users"].create(
            {
                "name": "Keeper of the Products",
                "login": "pda_manager",
                "group_ids": [
                    Command.set(
                        (
                            cls.keeper.group_ids
                            | cls.env.ref("product.group_product_manager")
                        ).ids
                    )
                ],
            }
        )
        cls.finds = cls.env["jxc.pda.unknown"].with_user(cls.keeper)

    def _find(self, **values):
        return {
            "client_id": f"find-{self._testMethodName}",
            "code": CODE,
            "stocktake_id": self.plan.id,
            "location_id": self.shelf.id,
            "quantity": 7,
            **values,
        }

    def _kept(self, **values):
        find = self._find(**values)
        self.finds.jxc_keep([find])
        return self.finds.search([("client_id", "=", find["client_id"])])

    def test_kept_once(self):
        """K6: sent twice it is kept once; a manager is asked; the plan shows it."""
        self.assertEqual(len(self._kept()), 1)
        found = self._kept()
        self.assertEqual(len(found), 1)
        self.assertEqual(self.plan.jxc_unknown_ids, found)
        self.assertEqual(found.user_id, self.keeper)
        self.assertEqual(len(found.activity_ids), 1)
        asked = found.activity_ids.user_id
        self.assertTrue(asked.has_group("product.group_product_manager"))

    def test_a_refused_one_keeps_back_no_other(self):
        """K6: the others are kept, and it is said why this one is not."""
        good = self._find(client_id="find-good")
        bad = self._find(client_id="find-bad", stocktake_id=False)
        answer = self.finds.jxc_keep([bad, good])
        self.assertEqual(answer["kept"], ["find-good"])
        self.assertIn(CODE, answer["refused"]["find-bad"])
        kept = self.finds.search([("client_id", "in", ("find-good", "find-bad"))])
        self.assertEqual(kept.client_id, "find-good")

    def test_resolved(self):
        """K6: naming the product links the code and counts it for who found it."""
        found = self._kept()
        mine = found.with_user(self.manager)
        mine.write({"product_id": self.tea.id, "uom_id": self.dozen.id})
        mine.action_resolve()
        mine.action_resolve()
        self.assertEqual(found.state, "resolved")
        self.assertFalse(found.activity_ids)
        line = self.plan.line_ids.filtered(lambda one: one.product_id == self.tea)
        line = line.filtered(lambda one: one.location_id == self.shelf)
        self.assertEqual(line.counted_quantity, 84)
        self.assertEqual(line.count_ids.user_id, self.keeper)
        answer = self.env["jxc.scan"].with_user(self.keeper).resolve(CODE)
        self.assertEqual((answer["product_id"], answer["factor"]), (self.tea.id, 12))
        self.assertIn(CODE, self.tea.message_ids[0].body)

    def test_linked_at_once(self):
        """K6: the first code of the product's own unit becomes its barcode."""
        finds = self.finds.with_user(self.manager)
        answer = finds.jxc_link(CODE, self.tea.id, self.tea.uom_id.id)
        self.assertEqual(answer["product_id"], self.tea.id)
        self.assertEqual(self.tea.barcode, CODE)
        other = self._product("别的茶")
        with self.assertRaises(UserError):
            finds.jxc_link(CODE, other.id, other.uom_id.id)
        kilogram = self.env.ref("uom.product_uom_kgm")
        with self.assertRaises(UserError):
            finds.jxc_link("6900000000021", self.tea.id, kilogram.id)

    def test_guards(self):
        """K6, F2: a keeper links nothing, and changes nothing of what was found."""
        found = self._kept()
        with self.assertRaises(AccessError):
            self.finds.jxc_link(CODE, self.tea.id, self.tea.uom_id.id)
        for values in ({"quantity": 1}, {"state": "resolved"}, {"code": "X"}):
            with self.assertRaises(UserError):
                found.write(values)
        with self.assertRaises(AccessError):
            self.finds.create({"code": "X"})
        with self.assertRaises(AccessError):
            found.unlink()
        found.product_id = self.tea
        with self.assertRaises(AccessError):
            found.action_resolve()
        self.assertEqual(found.state, "open")
        found.action_drop()
        self.assertEqual(found.state, "dropped")
        with self.assertRaises(UserError):
            found.write({"remark": "late"})

    def test_of_no_document(self):
        """K6: a find belongs to a document that its finder may work on."""
        self.assertFalse(self._kept(stocktake_id=False))
        self.plan.sudo().counter_ids = [Command.create({"user_id": self.manager.id})]
        self.assertFalse(self._kept())

    def test_at_receipt(self):
        """S5: an unknown code of a receipt is kept with the receipt."""
        picking = self._transfer(self.suppliers, self.shelf, 3)
        found = self._kept(stocktake_id=False, picking_id=picking.id)
        self.assertEqual(found.picking_id, picking)

    def test_looked_for(self):
        """K6: by name, by internal code, and by the initials of the pinyin."""
        self.tea.default_code = "LJ-TEST-1"
        for text in ("前龙", "lj-test-1", "mqlj"):
            names = [one["id"] for one in self.finds.jxc_products(text)]
            self.assertIn(self.tea.id, names, text)
        self.assertFalse(self.finds.jxc_products(" "))

    def test_tile(self):
        """F4: the desk of a keeper leads to the scan page."""
        tile = self.env.ref("jxc_pda.jxc_tile_scan").with_user(self.keeper)
        self.assertIn(tile, tile.search([("id", "=", tile.id)]))
        self.assertEqual(tile.action_jxc_open()["tag"], "jxc_pda.page")
        other = self.env.ref("jxc_pda.jxc_tile_unknown").with_user(self.keeper)
        before = other.count
        self._kept()
        other.invalidate_recordset()
        self.assertEqual(other.count, before + 1)
        self.assertEqual(other.action_jxc_open()["res_model"], "jxc.pda.unknown")

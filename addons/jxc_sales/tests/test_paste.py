from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..logic import pasted
from .common import SalesCase


@tagged("post_install", "-at_install")
class TestPaste(SalesCase):
    """S1: lines copied from a workbook, read, corrected and added, all or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.oil = cls._product(
            "大豆油 5L", default_code="OIL-5", barcode="6901230000017"
        )
        cls.salt = cls._product("加碘盐 400g", default_code="SALT")
        cls.case = cls.env["uom.uom"].create(
            {
                "name": "Case (12)",
                "relative_factor": 12,
                "relative_uom_id": cls.oil.uom_id.id,
            }
        )
        cls.oil.uom_ids = cls.case
        cls.env["product.uom"].create(
            {
                "product_id": cls.oil.id,
                "uom_id": cls.case.id,
                "barcode": "16901230000014",
            }
        )

    def _pasted(self, text, order=None, user=None):
        order = order or self._order()
        wizards = self.env["jxc.sale.paste"].with_user(user or self.salesperson)
        wizard = wizards.with_context(active_id=order.id).create({"text": text})
        wizard.action_read()
        return wizard

    def _problems(self, text, **values):
        return self._pasted(text, **values).line_ids.mapped("problem")

    def test_by_code_barcode_name_and_initials(self):
        """S1: however the product is written, the line is that of the price list."""
        wizard = self._pasted(
            "商品\t数量\noil-5\t1\n6901230000017\t2\n大豆油　５Ｌ\t3\nddy\t1,200\n"
            "[SALT] whatever\t５\n"
        )
        self.assertEqual(wizard.line_ids.mapped("problem"), [False] * 5)
        notice = wizard.action_add()["params"]
        lines = wizard.order_id.order_line
        self.assertEqual(lines.mapped("product_uom_qty"), [1, 2, 3, 1200, 5])
        self.assertEqual(lines[:4].product_id, self.oil)
        self.assertEqual(lines[4].product_id, self.salt)
        self.assertEqual(lines.mapped("price_unit"), [10.0] * 5)
        self.assertIn("5 lines were added", notice["message"])
        self.assertEqual(notice["type"], "warning", "there is no oil")

    def test_units_and_prices(self):
        """S1: a packaging's unit or its barcode; the price that was agreed on."""
        wizard = self._pasted(
            "编码\t数量\t单位\t单价(元)\nOIL-5\t2\tcase\t98.5\n"
            "16901230000014\t1\t\t\nSALT\t3\t\t0\nSALT\t\t\t\nSALT\t0\t\t"
        )
        self.assertEqual(wizard.skipped, 2)
        wizard.action_add()
        lines = wizard.order_id.order_line
        self.assertEqual(lines[:2].product_uom_id, self.case)
        self.assertEqual(lines.mapped("price_unit"), [98.5, 120.0, 0.0])

    def test_a_low_price_is_judged_as_any_other(self):
        """S3: a price pasted far below the list needs the manager."""
        self._stock(self.salt, 10)
        wizard = self._pasted("SALT\t3\t\t5")
        wizard.action_add()
        order = wizard.order_id
        self.assertEqual(order.order_line.jxc_discount, 50)
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))

    def test_every_mistake_is_told_in_its_row(self):
        self._product("Old Tea", sale_ok=False)
        self._product("Gone Tea", active=False)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.salesperson.company_ids += other
        self._product("Their Tea", company_id=other.id)
        order = self._order()
        order = order.with_context(allowed_company_ids=[order.company_id.id, other.id])
        wizard = order.env["jxc.sale.paste"].create(
            {
                "order_id": order.id,
                "text": "编码\t数量\t单位\t单价\nnothing\t1\n"
                "Old Tea\t1\nGone Tea\t1\nTheir Tea\t1\n"
                "SALT\tmany\nSALT\t-1\nSALT\t1\tbarrel\nSALT\t1\t\tcheap\nTea\t2",
            }
        )
        wizard.action_read()
        expected = [
            "“nothing” is no code",
            "Old Tea is not for sale",
            "Gone Tea is not for sale",
            "Their Tea belongs to another company",
            "“many” is no quantity",
            "“-1” is no quantity",
            "“barrel” is not a unit of [SALT] 加碘盐 400g: Units",
            "“cheap” is not a price",
            "“Tea” may be ",
        ]
        for text, line in zip(expected, wizard.line_ids, strict=True):
            self.assertIn(text, line.problem)
        self.assertEqual(wizard.wrong, len(expected))
        with self.assertRaisesRegex(UserError, "Nothing was added") as refusal:
            wizard.action_add()
        self.assertIn("2: “nothing”", str(refusal.exception))
        self.assertFalse(order.order_line)

    def test_mistakes_are_corrected_in_the_preview(self):
        """S1: chosen among those that match, typed, or deleted."""
        self._product("Green Tea"), self._product("Black Tea")
        wizard = self._pasted("Name\tQty\tPrice\nTea\t2\nSALT\tmany\tcheap\nTotal\t2")
        tea = wizard.line_ids[0].candidate_ids
        self.assertEqual(set(tea.mapped("name")), {"Green Tea", "Black Tea"})
        with Form(wizard) as form:
            with form.line_ids.edit(0) as line:
                line.product_id = tea[1]
                self.assertFalse(line.problem)
            with form.line_ids.edit(1) as line:
                line.quantity = 4
                line.price = 9
            form.line_ids.remove(2)
        self.assertFalse(wizard.wrong)
        wizard.action_add()
        lines = wizard.order_id.order_line
        self.assertEqual(lines.product_id, tea[1] | self.salt)
        self.assertEqual(lines.mapped("product_uom_qty"), [2, 4])
        self.assertEqual(lines.mapped("price_unit"), [10, 9])

    def test_back_to_the_text(self):
        wizard = self._pasted("SALT\t2")
        wizard.action_back()
        self.assertFalse(wizard.line_ids)
        self.assertEqual(wizard.text, "SALT\t2")

    def test_nothing_and_too_much(self):
        for text in ("", "\n\n", "SALT\t\n"):
            with self.assertRaisesRegex(UserError, "no row with a product"):
                self._pasted(text)
        with self.assertRaisesRegex(UserError, "501 rows are too many"):
            self._pasted("SALT\t1\n" * 501)

    def test_only_into_an_open_order_of_ones_own(self):
        """S2, S3: a confirmed order is not changed by pasting, nor a colleague's."""
        confirmed = self._confirmed((self.bottle, 1))
        with self.assertRaisesRegex(UserError, "is confirmed"):
            self._pasted("SALT\t1", order=confirmed)
        order = self._order()
        with self.assertRaises(AccessError):
            self._pasted("SALT\t1", order=order, user=self.colleague)
        wizard = self._pasted("SALT\t1", order=order)
        wizard.line_ids.quantity = 2
        with self.assertRaises(AccessError):
            wizard.with_user(self.colleague).action_add()
        self.assertFalse(order.order_line)

    def test_what_is_written_by_rpc_is_judged_too(self):
        """S1: a line of the wizard cannot smuggle in what the preview refuses."""
        gone = self._product("Gone", sale_ok=False)
        wizard = self._pasted("SALT\t1")
        wizard.line_ids.write({"product_id": gone.id})
        with self.assertRaisesRegex(UserError, "not for sale"):
            wizard.action_add()
        wizard.line_ids = [Command.clear()]
        with self.assertRaisesRegex(UserError, "Nothing was added"):
            wizard.action_add()

    def test_queries_do_not_grow_with_the_rows(self):
        """S1: two hundred rows are found by the statements that one takes."""
        products = [
            self._product(f"Ware {n:03}", default_code=f"W{n:03}") for n in range(200)
        ]
        wizard = self.env["jxc.sale.paste"].with_user(self.salesperson)
        wizard = wizard.create({"order_id": self._order().id})
        for written, queries in (("default_code", 2), ("name", 4)):
            texts = [f"{product[written]}\t1" for product in products]
            wizard._find(pasted.read(texts[0])[0])
            for size in (1, 200):
                rows, _skipped = pasted.read("\n".join(texts[:size]))
                self.env.flush_all()
                wizard.invalidate_model()
                products[0].invalidate_model()
                products[0].product_tmpl_id.invalidate_model()
                with self.assertQueryCount(queries):
                    found = wizard._find(rows)
                self.assertEqual(
                    [found[row][0].key for row in rows],
                    [product.id for product in products[:size]],
                )

"""What goes out on paper, as the PDF that its reader gets."""

import io
import re
import subprocess

import pypdf
from shop import ShopCase

from odoo import Command
from odoo.tests import HttpCase, tagged


def pages_of(pdf):
    """The text of each page, as pdftotext reads it."""
    output = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return output.split("\f")[:-1]


def fonts_of(pdf):
    """Names of the embedded fonts."""
    return {
        str(font.get_object()["/FontDescriptor"]["/FontName"])
        for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
        if "/FontDescriptor" in font.get_object()
    }


@tagged("post_install", "-at_install")
class TestPrinting(ShopCase):
    """F3: documents are Chinese, complete, and look as they should on every page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "name": "江南百味食品贸易有限公司",
                "street": "天目山路 88 号",
                "external_report_layout_id": cls.env.ref(
                    "web.external_layout_standard"
                ).id,
            }
        )
        cls.salesperson.name = "李晓燕"
        cls.company.company_details = "江南百味食品贸易有限公司"
        cls.env["ir.config_parameter"].set_param(
            "report.url", f"http://127.0.0.1:{HttpCase.http_port()}"
        )

    def _pdf(self, report, records, user):
        reports = self.env["ir.actions.report"].with_user(user)
        reports = reports.with_context(force_report_rendering=True, lang="zh_CN")
        with self.allow_pdf_render():
            content, kind = reports._render_qweb_pdf(report, records.ids)
        self.assertEqual(kind, "pdf")
        return content

    def _assert_sound(self, pdf, count):
        """``count`` pages, each with its header and number, in Chinese glyphs."""
        pages = pages_of(pdf)
        self.assertEqual(len(pages), count)
        for number, text in enumerate(pages, 1):
            self.assertIn("江南百味食品贸易有限公司", text, f"header of page {number}")
            self.assertRegex(text, rf"页:\s*{number}\s*/\s*{count}\b")
        fonts = fonts_of(pdf)
        self.assertTrue([name for name in fonts if "CJKsc" in name], fonts)
        self.assertFalse([name for name in fonts if "CJKjp" in name], fonts)
        return pages

    def _teas(self, count):
        return self.env["product.product"].create(
            [
                {"name": f"金骏眉红茶 {number} 号", "is_storable": True}
                for number in range(count)
            ]
        )

    def test_the_tool_is_one_that_odoo_takes(self):
        """Patched, or it would print neither page numbers nor several documents."""
        self.assertEqual(self.env["ir.actions.report"].get_wkhtmltopdf_state(), "ok")

    def test_a_purchase_order_of_three_pages(self):
        """P5: what the vendor gets."""
        products = self._teas(60)
        order = (
            self.env["purchase.order"]
            .with_user(self.buyer)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": 2,
                                "price_unit": 30,
                            }
                        )
                        for product in products
                    ],
                }
            )
        )
        pdf = self._pdf("purchase.report_purchaseorder", order, self.buyer)
        pages = self._assert_sound(pdf, 3)
        self.assertIn("安溪茶厂", pages[0])
        self.assertIn(order.name, pages[0])
        text = "".join(pages)
        for product in products:
            self.assertEqual(text.count(f"{product.name}"), 1, product.name)
        self.assertIn("3,600.00", pages[2])

    def test_a_quotation_of_three_pages(self):
        """S1: what the customer gets."""
        products = self._teas(60)
        order = (
            self.env["sale.order"]
            .with_user(self.salesperson)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "price_unit": 7})
                        for product in products
                    ],
                }
            )
        )
        pdf = self._pdf("sale.report_saleorder", order, self.salesperson)
        pages = self._assert_sound(pdf, 3)
        self.assertIn("惠万家超市", pages[0])
        self.assertIn(f"报价单# {order.name}", re.sub(" +", " ", pages[0]))
        self.assertIn("金骏眉红茶 59 号", pages[2])

    def test_the_delivery_notice(self):
        """S4: everything that the keeper needs, and not a word of English."""
        order = self._sale(3)
        order.client_order_ref = "HWJ-0815"
        order.action_confirm()
        pdf = self._pdf(
            "jxc_sales.stock_picking_notice", order.picking_ids, self.keeper
        )
        (page,) = self._assert_sound(pdf, 1)
        picking = order.picking_ids
        wanted = ["出库通知单", picking.name, "惠万家超市", order.name, "HWJ-0815"]
        wanted += ["铁观音礼盒", "3.00", "客户", "收货人", "地址", "仓库", "货位"]
        for word in wanted:
            self.assertIn(word, page)
        self.assertIn("制单： 李晓燕", page)
        names = {picking.name, order.name, self.shelf.display_name, "HWJ-0815"}
        for name in names | {self.warehouse.name}:
            page = page.replace(name, "")
        self.assertNotRegex(page, r"[A-Za-z]{3}")

    def test_several_notices_in_one_print(self):
        """S4: each has its own numbers, and its own record gets its own pages."""
        orders = self._sale(1) | self._sale(2)
        orders.action_confirm()
        pickings = orders.picking_ids
        pdf = self._pdf("jxc_sales.stock_picking_notice", pickings, self.keeper)
        pages = pages_of(pdf)
        self.assertEqual(len(pages), 2)
        for page, picking in zip(pages, pickings, strict=True):
            self.assertIn(picking.name, page)
            self.assertRegex(page, r"页:\s*1\s*/\s*1\b")

    def test_each_order_of_one_print_is_saved_with_its_own_pages(self):
        """S1: the host cuts the file at the beginnings of the documents."""
        products = self._teas(40)
        orders = self.env["sale.order"].with_user(self.salesperson)
        for count in (40, 1):
            orders |= orders.create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "price_unit": 7})
                        for product in products[:count]
                    ],
                }
            )
        reports = self.env["ir.actions.report"].with_user(self.salesperson)
        reports = reports.with_context(lang="zh_CN")
        with self.allow_pdf_render():
            streams = reports._render_qweb_pdf_prepare_streams(
                "sale.report_saleorder", {}, orders.ids
            )
        long, short = (
            pages_of(streams[order.id]["stream"].getvalue()) for order in orders
        )
        self.assertEqual([len(long), len(short)], [2, 1])
        self.assertIn(orders[0].name, long[0])
        self.assertIn(orders[1].name, short[0])

    def _counting(self, count, **values):
        """A plan that is being counted, with ``count`` teas of 17 each on the shelf."""
        teas = self._teas(count)
        quants = self.env["stock.quant"]
        for tea in teas:
            quants._update_available_quantity(tea, self.shelf, 17)
        plan = (
            self.env["jxc.stocktake"]
            .with_user(self.keeper)
            .create(
                {
                    "warehouse_id": self.warehouse.id,
                    "scope": "products",
                    "product_ids": teas.ids,
                    **values,
                }
            )
        )
        plan.action_start()
        return plan, teas

    def test_the_counting_list(self):
        """K6: for those who count on paper: every line, heads on each page."""
        plan, teas = self._counting(80)
        pdf = self._pdf("jxc_stocktake.jxc_stocktake_count_list", plan, self.keeper)
        pages = pages_of(pdf)
        self._assert_sound(pdf, len(pages))
        self.assertGreater(len(pages), 2)
        text = "".join(pages)
        for tea in teas:
            self.assertEqual(text.count(f"{tea.name}"), 1, tea.name)
        for number, page in enumerate(pages[:-1], 1):
            self.assertRegex(page, r"账面\s+实盘", f"heads of page {number}")
        self.assertEqual(text.count("17.00"), 80)
        plan.line_ids[:79].action_zero()
        (page,) = pages_of(
            self._pdf("jxc_stocktake.jxc_stocktake_count_list", plan, self.keeper)
        )
        self.assertIn(plan.line_ids[79].product_id.name, page)

    def test_the_counting_list_of_a_blind_plan(self):
        """K6: not even its printout says what should be there."""
        plan, _teas = self._counting(3, blind=True)
        for user in (self.keeper, self.manager):
            (page,) = pages_of(
                self._pdf("jxc_stocktake.jxc_stocktake_count_list", plan, user)
            )
            self.assertNotIn("17.00", page)
            self.assertNotIn("账面", page)

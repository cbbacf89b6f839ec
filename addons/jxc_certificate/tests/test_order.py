from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CertificateCase


@tagged("post_install", "-at_install")
class TestOrder(CertificateCase):
    """P3, P7: what is required and does not hold stops ordering."""

    def _refused(self, order, pattern):
        self.assertRegex(order.jxc_certificate_text, pattern)
        with self.assertRaisesRegex(UserError, pattern), self.env.cr.savepoint():
            order.button_confirm()
        self.assertEqual(order.state, "draft")

    def test_missing(self):
        """P3: the draft says what is lacking; it cannot be confirmed."""
        order = self._order(confirm=False)
        self._refused(order, "粮油供应商: 食品经营许可证 is missing")
        self._certificate()
        order.invalidate_recordset()
        self.assertFalse(order.jxc_certificate_text)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_days(self):
        """P3: the last day is a good day, the day after is not, nor one too early."""
        order = self._order(confirm=False)
        certificate = self._certificate(ends=-1)
        self._refused(order, "食品经营许可证 expired on")
        certificate.write({"date_from": "2200-01-01", "date_to": False})
        order.invalidate_recordset()
        self._refused(order, "holds from .* only")
        certificate.write({"date_from": self.today, "date_to": self.today})
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_what_is_not_required(self):
        """P3: other goods, kinds that nobody requires: nothing is stopped."""
        other = self._product(
            "纸杯", categ_id=self.env.ref("product.product_category_goods").id
        )
        self.assertEqual(self._order(product=other).state, "purchase")
        self._certificate()
        self._kind("营业执照")
        self.assertEqual(self._order().state, "purchase")
        self._kind("承诺书", all_vendors=True)
        self._refused(self._order(product=other, confirm=False), "承诺书 is missing")

    def test_of_a_product(self):
        """P7: each product has its own report, from this vendor or whoever delivers."""
        self._certificate()
        report = self._kind("检验报告", scope="product", categ_ids=self.food.ids)
        flour = self._product("面粉", categ_id=self.grain.id)
        order = self._order(confirm=False)
        of = {"product_tmpl_id": flour.product_tmpl_id.id}
        self._certificate(report, **of)
        self._refused(order, "大米: 检验报告 is missing")
        of = {"product_tmpl_id": self.product.product_tmpl_id.id}
        rival = self.env["res.partner"].create({"name": "别家"})
        mine = self._certificate(report, partner_id=rival.id, **of)
        order.invalidate_recordset()
        self._refused(order, "大米: 检验报告 is missing")
        mine.partner_id = False
        order.invalidate_recordset()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_of_the_vendor_s_company(self):
        """P3: the company's certificate covers its branches and contacts."""
        branch = self.env["res.partner"].create(
            {"name": "杭州仓", "parent_id": self.vendor.id, "type": "delivery"}
        )
        self._certificate(partner_id=branch.id)
        self.assertEqual(self._order().state, "purchase")

    def test_companies(self):
        """F2: what another company holds, or requires, is nothing to this one."""
        other = self.env["res.company"].create({"name": "分公司"})
        self._certificate(user=self.env.user, company_id=other.id)
        self._kind("承诺书", all_vendors=True, company_id=other.id)
        order = self._order(confirm=False)
        self._refused(order, "食品经营许可证 is missing")
        self.assertNotIn("承诺书", order.jxc_certificate_text)

    def test_every_way(self):
        """P3: nor by code, by the state, by adding a line, by another vendor."""
        order = self._order(confirm=False)
        for forced in (order, order.sudo()):
            with self.assertRaisesRegex(UserError, "missing"), self.env.cr.savepoint():
                forced.write({"state": "purchase"})
        values = order.copy_data()[0] | {"state": "purchase"}
        with self.assertRaisesRegex(UserError, "missing"), self.env.cr.savepoint():
            self.env["purchase.order"].sudo().create(values)
        paper = self._product(
            "纸杯", categ_id=self.env.ref("product.product_category_goods").id
        )
        running = self._order(product=paper)
        line = {"order_id": running.id, "product_id": self.product.id}
        with self.assertRaisesRegex(UserError, "missing"), self.env.cr.savepoint():
            self.env["purchase.order.line"].sudo().create({**line, "product_qty": 1})
        with self.assertRaisesRegex(UserError, "missing"), self.env.cr.savepoint():
            running.sudo().order_line.product_id = self.product
        self._kind("承诺书", all_vendors=True)
        running.sudo().order_line.product_qty = 3
        with self.assertRaisesRegex(UserError, "承诺书"), self.env.cr.savepoint():
            running.sudo().order_line.product_qty = 4
        with self.assertRaisesRegex(UserError, "承诺书"), self.env.cr.savepoint():
            order.action_jxc_submit()
        rival = self.env["res.partner"].create({"name": "别家"})
        with self.assertRaisesRegex(UserError, "别家"), self.env.cr.savepoint():
            running.sudo().partner_id = rival

    def test_release(self):
        """P3: a manager lets one order pass, for what is lacking now and no more."""
        order = self._order(confirm=False)
        asks = self.env["jxc.certificate.ask"]
        with self.assertRaises(AccessError):
            asks.with_user(self.buyer).create({"order_id": order.id, "reason": "急"})
        releases = self.env["jxc.certificate.release"]
        row = {
            "order_id": order.id,
            "kind_id": self.permit.id,
            "partner_id": self.vendor.id,
            "reason": "急",
        }
        with self.assertRaises(AccessError):
            releases.with_user(self.buyer).create(row)
        ask = asks.with_user(self.manager).create(
            {"order_id": order.id, "reason": "换证期间，已见受理通知书"}
        )
        self.assertIn("食品经营许可证", ask.lacking)
        report = self._kind("检验报告", scope="product", categ_ids=self.food.ids)
        with self.assertRaisesRegex(UserError, "something else"):
            ask.action_jxc_release()
        report.active = False
        ask.action_jxc_release()
        self.assertIn("受理通知书", order.message_ids[0].body)
        self.assertEqual(order.jxc_certificate_release_ids.user_id, self.manager)
        with self.assertRaises(AccessError):
            order.jxc_certificate_release_ids.with_user(self.manager).write(
                {"reason": "x"}
            )
        self._kind("承诺书", all_vendors=True)
        order.invalidate_recordset()
        self._refused(order, "承诺书 is missing")
        self._certificate(
            self.env["jxc.certificate.kind"].search([], limit=1, order="id desc")
        )
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertFalse(order.copy().jxc_certificate_release_ids)
        with self.assertRaises(UserError):
            self._order()

    def test_nothing_is_released_ahead(self):
        """P3: by RPC, a manager releases no more than is lacking on that order."""
        held = self._certificate()
        order = self._order(confirm=False)
        row = {
            "order_id": order.id,
            "kind_id": self.permit.id,
            "partner_id": self.vendor.id,
            "reason": "以后过期也放行",
        }
        releases = self.env["jxc.certificate.release"].with_user(self.manager)
        with self.assertRaisesRegex(UserError, "does not lack 食品经营许可证"):
            releases.create(row)
        held.sudo().active = False
        with self.assertRaisesRegex(UserError, "does not lack"):
            releases.create({**row, "product_tmpl_id": self.product.product_tmpl_id.id})
        self.assertEqual(releases.create(row).user_id, self.manager)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_many_lines(self):
        """P3: as many statements for forty lines as for one; ten are named."""
        report = self._kind("检验报告", scope="product", categ_ids=self.food.ids)
        self._certificate()
        goods = [self._product(f"杂粮 {n}", categ_id=self.grain.id) for n in range(40)]
        short = self._order(product=goods[0], confirm=False)
        long = self._order(product=goods[0], confirm=False)
        long.write(
            {
                "order_line": [
                    Command.create({"product_id": one.id, "product_qty": 1})
                    for one in goods[1:]
                ]
            }
        )
        counts = []
        for order in (short, long):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lacks = order.sudo()._jxc_lacking()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(lacks[order.sudo()]), len(order.order_line))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 18)
        text = long.jxc_certificate_text
        self.assertEqual(text.count(report.name), 10)
        self.assertIn("30", text.splitlines()[-1])

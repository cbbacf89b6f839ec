from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_purchase.tests.common import PurchaseCase
from odoo.addons.jxc_quality.tests.common import QualityCase


@tagged("post_install", "-at_install")
class TestScore(QualityCase):
    """T6: the vendor scorecard, against figures computed by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer.tz = "Asia/Shanghai"
        # Noon of a day is the same day in China.
        cls.noon = fields.Datetime.now().replace(hour=4, minute=0, second=0)

    def _promised(self, days, **order):
        """An order confirmed 10 days before what was promised ``days`` from today."""
        draft = self._order(confirm=False, **order)
        draft.order_line.date_planned = self.noon + timedelta(days=days)
        draft.button_confirm()
        draft.sudo().date_approve = self.noon + timedelta(days=days - 10)
        return draft

    def _came(self, order, days, qty=None):
        picking = self._receive(order, qty)
        picking.sudo().move_ids.date = self.noon + timedelta(days=days)
        return picking

    def _rows(self, *orders):
        self.env.invalidate_all()
        ids = [line.id for order in orders for line in order.order_line]
        return self.env["jxc.vendor.score"].with_user(self.buyer).browse(ids)

    def test_on_time(self):
        """T6: on the day, a day late, in two parts with the second late, not due."""
        kept, late = self._promised(-20), self._promised(-20)
        parts, coming = self._promised(-20), self._promised(5)
        self._came(kept, -20)
        self._came(late, -19)
        self._came(parts, -21, qty=6)
        self._came(parts, -15, qty=4)
        rows = self._rows(kept, late, parts, coming)
        self.assertEqual([row.late for row in rows], [0, 1, 1, 0])
        self.assertEqual([row.punctual for row in rows], [1.0, 0.0, 0.0, 0.0])
        self.assertEqual([row.days_late for row in rows], [0, 1, 5, 0])
        self.assertEqual([row.quantity for row in rows], [1, 1, 1, 0])
        # What is not due yet is in no mean: 1 of 3, and 6 days of 2 late lines.
        found = self.env["jxc.vendor.score"].with_user(self.buyer)
        found = found._read_group(
            [("id", "in", rows.ids)],
            ["partner_id"],
            ["punctual:avg", "days_late:avg", "lines:sum", "late:sum"],
        )
        vendor, punctual, days, lines, late = found[0]
        self.assertEqual(vendor.id, self.vendor.id)
        self.assertAlmostEqual(punctual, 1 / 3)
        self.assertEqual((days, lines, late), (3, 4, 2))

    def test_first_promise_counts(self):
        """T6: a later date that the vendor asks for does not make him punctual."""
        order = self._promised(-20)
        first = order.order_line.jxc_date_promised
        order.order_line.date_planned = self.noon - timedelta(days=5)
        self._came(order, -5)
        self.assertEqual(order.order_line.jxc_date_promised, first)
        self.assertEqual(self._rows(order).late, 1)
        self.assertEqual(self._rows(order).days_late, 15)

    def test_promise_of_an_added_line_and_of_a_new_order(self):
        """T6: a line added later is promised then; a cancelled order starts anew."""
        order = self._promised(5)
        day = self.noon + timedelta(days=9)
        values = {"product_id": self.product.id, "product_qty": 1, "price_unit": 10}
        order.order_line = [Command.create({**values, "date_planned": day})]
        self.assertEqual(order.order_line[1].jxc_date_promised, day)
        order.button_cancel()
        order.button_draft()
        self.assertFalse(any(order.order_line.mapped("jxc_date_promised")))
        self.assertFalse(order.copy().order_line[0].jxc_date_promised)

    def test_promise_is_not_entered(self):
        """T6: nobody mends punctuality by writing the promised date."""
        line = self._promised(-20).order_line
        with self.assertRaises(UserError):
            line.write({"jxc_date_promised": self.noon})
        values = {"order_id": line.order_id.id, "product_id": self.product.id}
        with self.assertRaises(UserError):
            line.create({**values, "jxc_date_promised": self.noon})
        with self.assertRaises(UserError):
            line.with_context(default_jxc_date_promised=self.noon).create(values)

    def test_short_closed(self):
        """T6: 8 of 10 came, the rest was closed short: neither on time nor kept."""
        order = self._promised(5)
        self._came(order, -1, qty=8)
        order.order_line.action_jxc_close("供应商缺货")
        row = self._rows(order)
        self.assertEqual((row.late, row.quantity), (1, 0.8))

    def test_quality_and_returns(self):
        """T6: 10 inspected, 7 accepted of which 2 by concession; 2 more returned."""
        order, _product, inspection = self._inspected(accepted=7)
        inspection.line_ids.write({"conceded": 2})
        inspection.action_jxc_done()
        self._approve_inspection(inspection)
        row = self._rows(order)
        self.assertAlmostEqual(row.quality, 0.5)
        plain, _product, inspection = self._inspected(accepted=9)
        inspection.action_jxc_done()
        self.assertAlmostEqual(self._rows(plain).quality, 0.9)
        other = self._promised(-20)
        self._return(self._came(other, -20), 2)
        row = self._rows(other)
        self.assertAlmostEqual(row.return_rate, 0.2)
        self.assertEqual((row.received, row.returned), (10, 2))
        self.assertEqual((row.punctual, row.quantity), (1.0, 1.0))

    def test_price_against_the_year_before(self):
        """T6: 10 at 10.00 and 30 at 12.00 make 11.50; 13.80 is 20 % more."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self._promised(-500, price=99.0)
        self._promised(-60, price=10.0)
        self._promised(-40, qty=30, price=12.0)
        now = self._promised(-20, qty=2, price=10.0)
        now.order_line.sudo().write(
            {"product_uom_id": dozen.id, "price_unit": 12 * 13.8}
        )
        row = self._rows(now)
        self.assertAlmostEqual(row.price_trend, 0.2)
        self.assertAlmostEqual(row.price, 11.5 / 13.8)
        cheaper = self._promised(-10, price=5.0)
        self.assertEqual(self._rows(cheaper).price, 1.0)

    def test_score_by_weights(self):
        """T6: 50 % on time (weight 40) and all kept (10), returns (10): 66.7."""
        kept, late = self._promised(-60, price=10), self._promised(-60, price=10)
        self._came(kept, -60)
        self._came(late, -50)
        rows = self._rows(kept, late)
        # On time 0, kept 1, returns 1, of the weights 40, 10, 10; no price before.
        self.assertAlmostEqual(rows[1].score, 100 * 20 / 60)
        group = (
            self.env["jxc.vendor.score"]
            .with_user(self.buyer)
            .formatted_read_group(
                [("id", "in", rows.ids)],
                ["partner_id"],
                ["score:avg"],
                order="score:avg desc",
            )
        )
        self.assertAlmostEqual(group[0]["score:avg"], 100 * 40 / 60)
        self.company.write({"jxc_score_punctual": 0})
        self.assertAlmostEqual(self._rows(late).score, 100)
        self.company.write({"jxc_score_quantity": 0, "jxc_score_returns": 0})
        self.assertEqual(self._rows(late).score, 0)

    def test_no_figures_no_rate(self):
        """T6: nothing due, inspected or compared: empty, and no 0 % in the means."""
        coming, late = self._promised(5), self._promised(-20)
        rows = self._rows(coming, late)
        self.assertEqual([row.due for row in rows], [0, 1])
        self.assertEqual([row.came for row in rows], [0, 0])
        self.assertEqual([row.inspected for row in rows], [0, 0])
        self.assertEqual([row.compared for row in rows], [1, 0])
        self.assertEqual([row.scored for row in rows], [1, 1])
        found = self.env["jxc.vendor.score"].with_user(self.buyer)
        names = ["punctual:avg", "quality:avg", "return_rate:avg", "due:sum"]
        both = found.web_read_group([("id", "in", rows.ids)], ["partner_id"], names)
        group = both["groups"][0]
        self.assertEqual((group["punctual:avg"], group["due:sum"]), (0, 1))
        self.assertNotIn("quality:avg", group)
        self.assertNotIn("return_rate:avg", group)
        domain = [("id", "=", rows[0].id)]
        [[cell]] = found.formatted_read_grouping_sets(domain, [[]], names)
        self.assertNotIn("punctual:avg", cell)
        self.assertEqual(cell["due:sum"], 0)

    def test_who_reads_it(self):
        """F2: prices and vendors are for buyers; nobody reads another company's."""
        order = self._promised(-20)
        score = self.env["jxc.vendor.score"]
        for user in (self.keeper, self.salesperson, self.inspector):
            with self.assertRaises(AccessError):
                score.with_user(user).search([("id", "in", order.order_line.ids)])
        found = score.with_user(self.buyer)
        domain = [("id", "in", order.order_line.ids)]
        self.assertEqual(found.search_count(domain), 1)
        other = self.env["res.company"].create({"name": "分公司"})
        self.buyer.company_ids = [Command.link(other.id)]
        found = found.with_context(allowed_company_ids=other.ids)
        self.assertFalse(found.search_count(domain))

    def test_one_statement(self):
        """T6: as many queries for ten lines as for one."""
        orders = [self._promised(-20) for _number in range(10)]
        ids = [order.order_line.id for order in orders]
        score = self.env["jxc.vendor.score"].with_user(self.buyer)
        names = ["partner_id", "score", "punctual"]
        score.search_read([("id", "in", ids)], names)
        self.env.invalidate_all()
        with self.assertQueryCount(8):
            score.search_read([("id", "in", ids)], names)


@tagged("post_install", "-at_install")
class TestScoreButtons(PurchaseCase):
    """T6: from the vendor to his figures, and from a figure to its order."""

    def test_buttons(self):
        order = self._order()
        action = self.vendor.with_user(self.buyer).action_jxc_vendor_score()
        found = self.env["jxc.vendor.score"].with_user(self.buyer)
        row = found.search(action["domain"])
        self.assertEqual(row.order_line_id, order.order_line)
        self.assertEqual(row.action_jxc_open_order()["res_id"], order.id)

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install")
class TestPosting(StocktakeCase):
    def _stock(self, product=None):
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", (product or self.product).id),
                ("location_id", "=", self.bin.id),
            ]
        )
        return sum(quants.mapped("quantity"))

    def _reviewed(self, **values):
        """Two soy sauces are missing, three bags of rice too much."""
        plan = self._plan(tolerance_percent=0, **values)
        self._count(plan, 98)
        self._count(plan, 43, self.rice)
        plan.action_review()
        return plan

    def test_one_click_posts_a_loss_and_a_gain(self):
        """K8: posting makes one loss and one gain document, each by its own place."""
        plan = self._reviewed()
        plan.action_post()
        self.assertEqual((self._stock(), self._stock(self.rice)), (98, 43))
        documents = plan.adjustment_ids.sudo()
        loss = documents.filtered(lambda d: d.kind == "loss")
        gain = documents - loss
        self.assertEqual(len(documents), 2)
        self.assertEqual((loss.value, gain.value), (20, 90))
        self.assertTrue(loss.name.startswith("BS") and gain.name.startswith("BY"))
        company = self.company
        self.assertEqual(
            loss.move_ids.location_dest_id, company.jxc_stocktake_loss_location_id
        )
        self.assertEqual(
            gain.move_ids.location_id, company.jxc_stocktake_gain_location_id
        )
        self.assertNotEqual(
            company.jxc_stocktake_loss_location_id,
            self.product.property_stock_inventory,
        )
        ledger = self.env["jxc.stock.ledger"].search(
            [("reference", "in", documents.mapped("name"))]
        )
        self.assertEqual(set(ledger.mapped("kind")), {"loss", "gain"})

    def test_two_plans_post_the_same_variance_once(self):
        """K8: both counted 98 of 100; the second one has nothing left to post."""
        first = self._reviewed()
        second = self._reviewed()
        first.action_post()
        second.action_post()
        self.assertEqual((self._stock(), self._stock(self.rice)), (98, 43))
        self.assertFalse(second.adjustment_ids)

    def test_an_older_count_does_not_undo_a_newer_one(self):
        """K8: a correction since, to another quantity, asks for a new count."""
        early = fields.Datetime.now() - timedelta(minutes=5)
        plan = self._plan(tolerance_percent=0)
        plan.sudo().started_at = early
        self._count(plan, 98, device_time=fields.Datetime.to_string(early))
        self._count(plan, 40, self.rice)
        plan.action_review()
        newer = self._plan(tolerance_percent=0)
        self._count(newer, 95)
        self._count(newer, 40, self.rice)
        newer.action_review()
        newer.action_post()
        with self.assertRaises(UserError) as caught:
            plan.action_post()
        self.assertIn(self.product.display_name, str(caught.exception))
        self.assertEqual(self._stock(), 95)

    def test_only_what_differs_is_moved_and_once(self):
        """K8: a line that is right makes no move; a second click posts nothing."""
        plan = self._plan()
        self._count(plan, 100)
        self._count(plan, 40, self.rice)
        plan.action_review()
        plan.action_post()
        self.assertEqual((plan.state, plan.accuracy), ("posted", 100))
        self.assertFalse(plan.adjustment_ids)
        with self.assertRaisesRegex(UserError, "Reverse its loss and gain"):
            plan.action_post()

    def test_what_nobody_counted_is_not_posted(self):
        """K7: not counted is not nothing."""
        plan = self._plan(tolerance_percent=0)
        self._count(plan, 98)
        plan.action_review()
        self.assertEqual(plan.not_counted_count, 1)
        plan.action_post()
        self.assertEqual((self._stock(), self._stock(self.rice)), (98, 40))

    def test_goods_that_moved_since_stay_right(self):
        """K6, K8: the difference is posted, not the count."""
        with freeze_time("2026-03-01 08:00:00"):
            plan = self._reviewed()
        with freeze_time("2026-03-01 08:00:01"):
            self._finish(self._transfer(self.bin, self.customers, 30))
            plan.action_post()
        self.assertEqual(self._stock(), 68)

    def test_the_books_of_the_count_have_changed_since(self):
        """K1, K7: a delivery entered later, of before the count, makes wrong what was
        right at the review: posting sees it."""
        with freeze_time("2026-03-01 08:00:00"):
            plan = self._plan(tolerance_percent=0)
            self._count(plan, 100)
            self._count(plan, 40, self.rice)
            plan.action_review()
        self.assertEqual(plan.line_ids.mapped("is_right"), [True, True])
        with freeze_time("2026-03-01 07:00:00"):
            self._finish(self._transfer(self.bin, self.customers, 30))
        with freeze_time("2026-03-01 09:00:00"):
            plan.action_post()
        self.assertEqual(self._line(plan).difference, 30)
        self.assertEqual((self._stock(), self._stock(self.rice)), (100, 40))

    def test_too_far_off_is_not_posted_without_a_recount(self):
        """K7: nothing is posted before somebody else has counted again."""
        plan = self._plan(tolerance_value=100)
        self._count(plan, 80)
        plan.action_review()
        with self.assertRaisesRegex(UserError, "count them again"):
            plan.action_post()
        self._count(plan, 81, user=self.other)
        plan.action_post()
        self.assertEqual(self._stock(), 81)

    def test_posting_waits_for_the_approval(self):
        """K7: with a rule the variance is approved first, and then posted."""
        rule = self.env.ref("jxc_stocktake.jxc_approval_rule_stocktake")
        rule.write({"active": True, "domain": "[('variance_value', '>=', 100)]"})
        plan = self._reviewed()
        plan.action_post()
        self.assertEqual((plan.state, plan.jxc_approval_state), ("review", "pending"))
        self.assertEqual(self._stock(), 100)
        request = plan.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual((plan.state, self._stock()), ("posted", 98))

    def test_reserved_goods_that_are_lost(self):
        """K8: who had reserved what is lost is told, and keeps the rest."""
        picking = self._transfer(self.bin, self.customers, 99)
        picking.action_assign()
        self._reviewed().action_post()
        self.assertEqual(picking.move_ids.quantity, 98)

    def test_a_reversal_brings_back_goods_and_value_once(self):
        """K8: a manager reverses a document by another one, once only."""
        plan = self._reviewed()
        plan.action_post()
        loss = plan.adjustment_ids.filtered(lambda d: d.kind == "loss")
        with self.assertRaises(AccessError):
            loss.action_reverse()
        self.product.standard_price = 11
        loss.with_user(self.manager).action_reverse()
        self.assertEqual(self._stock(), 100)
        self.assertEqual(
            (loss.state, loss.reversal_ids.state), ("reversed", "reversal")
        )
        self.assertEqual(loss.reversal_ids.sudo().value, 20)
        with self.assertRaisesRegex(UserError, "reversed already"):
            loss.with_user(self.manager).action_reverse()

    def test_a_keeper_makes_no_document(self):
        """K8: losses come from a stock-take and from nowhere else."""
        plan = self._reviewed()
        values = {"kind": "loss", "stocktake_id": plan.id, "name": "BS1"}
        with self.assertRaises(AccessError):
            self.env["jxc.stock.adjustment"].with_user(self.keeper).create(values)
        plan.action_post()
        with self.assertRaises(AccessError):
            plan.adjustment_ids.write({"name": "BS9"})

    def test_the_prints(self):
        """K7, K8: the variance report and the documents can be printed."""
        plan = self._reviewed()
        plan.action_post()
        reports = self.env["ir.actions.report"].with_user(self.keeper)
        html, _kind = reports._render_qweb_html(
            "jxc_stocktake.jxc_stocktake_print", plan.ids
        )
        self.assertIn(plan.name, html.decode())
        self.assertIn("Rice 5 kg", html.decode())
        for document in plan.adjustment_ids:
            html, _kind = reports._render_qweb_html(
                "jxc_stocktake.jxc_stock_adjustment_print", document.ids
            )
            self.assertIn(document.name, html.decode())

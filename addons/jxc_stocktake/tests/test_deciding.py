from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import uninstall_hook
from .common import StocktakeCase

BOOKS = ["book_quantity", "difference", "is_right"]


@tagged("post_install", "-at_install")
class TestDeciding(StocktakeCase):
    """Who decides about what was counted, in which state, and what counters see."""

    def setUp(self):
        super().setUp()
        self.company.jxc_stocktake_keeper_posts = False

    def _reviewed(self, **values):
        plan = self._plan(tolerance_percent=0, **values)
        self._count(plan, 98)
        plan.with_user(self.manager).action_review()
        return plan

    # --- the wrong state says why ---------------------------------------------------

    def test_the_wrong_state_says_what_to_do(self):
        """K6: each button names the plan, its state and the way out."""
        plan = self._plan(start=False).with_user(self.manager)
        steps = {
            "draft": ("action_review", "action_count_again", "action_post"),
            "counting": ("action_start", "action_count_again", "action_post"),
            "review": ("action_start", "action_review"),
            "posted": ("action_start", "action_review", "action_cancel"),
        }
        ways = {
            "draft": "Draft. Start it first",
            "counting": "Counting. It is being counted",
            "review": "In Review. Post it",
            "posted": "Posted. Reverse its loss",
        }
        onward = ("action_start", "action_review", "action_post", None)
        for (state, wrong), forward in zip(steps.items(), onward, strict=True):
            self.assertEqual(plan.state, state)
            for name in wrong:
                with self.subTest(state=state, button=name):
                    with self.assertRaisesRegex(UserError, ways[state]) as caught:
                        getattr(plan, name)()
                    self.assertIn(plan.name, str(caught.exception))
                    self.assertEqual(plan.state, state)
            if forward:
                getattr(plan, forward)()
        other = self._plan(start=False)
        other.action_cancel()
        for name in ("action_start", "action_cancel", "action_post", "action_ask"):
            with self.assertRaisesRegex(UserError, "Cancelled. Duplicate it"):
                getattr(other, name)()

    def test_one_of_many_in_the_wrong_state_stops_all(self):
        """K6: nothing half done: of two plans neither is started."""
        plans = self._plan() | self._plan(start=False)
        with self.assertRaises(UserError):
            plans.action_start()
        self.assertEqual(plans.mapped("state"), ["counting", "draft"])

    # --- who posts ------------------------------------------------------------------

    def test_a_keeper_asks_and_a_manager_posts(self):
        """K7: who counts does not decide alone."""
        plan = self._reviewed()
        self.assertFalse(plan.may_post)
        with self.assertRaisesRegex(UserError, "press Ask for Review"):
            plan.action_post()
        plan.action_ask()
        plan.action_ask()
        to_dos = plan.sudo().activity_ids.filtered(
            lambda to_do: to_do.user_id == self.manager
        )
        self.assertEqual(len(to_dos), 1, "asked twice, one to-do")
        self.assertNotIn(self.keeper, plan.sudo().activity_ids.user_id)
        plan.with_user(self.manager).action_post()
        self.assertEqual((plan.state, len(plan.adjustment_ids)), ("posted", 1))
        self.assertFalse(plan.sudo().activity_ids)

    def test_the_company_lets_keepers_post(self):
        """K7: where the settings say so, a keeper posts what he has counted."""
        plan = self._reviewed()
        self.company.jxc_stocktake_keeper_posts = True
        self.assertTrue(plan.may_post)
        plan.action_post()
        self.assertEqual(plan.state, "posted")

    def test_a_keeper_submits_where_a_rule_asks_for_it(self):
        """K7: with an approval a keeper submits, and what is approved is posted."""
        rule = self.env.ref("jxc_stocktake.jxc_approval_rule_stocktake")
        rule.write({"active": True, "domain": "[('variance_value', '>=', 10)]"})
        plan = self._reviewed()
        plan.action_post()
        self.assertEqual((plan.state, plan.jxc_approval_state), ("review", "pending"))
        request = plan.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(plan.state, "posted")

    # --- blind ----------------------------------------------------------------------

    def test_a_blind_plan_has_no_book_to_read(self):
        """K6: read, search, group and export find nothing before the review."""
        plan = self._plan(blind=True, tolerance_percent=1)
        self.other.group_ids += self.env.ref("base.group_allow_export")
        lines = plan.line_ids.with_user(self.other)
        self._count(plan, 60)
        self._count(plan, 40, self.rice)
        nothing = {"book_quantity": 0.0, "difference": 0.0, "is_right": False}
        for row in lines.read(BOOKS):
            self.assertEqual({name: row[name] for name in BOOKS}, nothing)
        mine = [("stocktake_id", "=", plan.id)]
        self.assertFalse(lines.search([*mine, ("book_quantity", "!=", 0)]))
        self.assertFalse(lines.search([*mine, ("is_right", "=", True)]))
        groups = lines.formatted_read_group(mine, [], ["book_quantity:sum"])
        self.assertEqual(groups[0]["book_quantity:sum"], 0)
        for row in lines.export_data(BOOKS[:2])["datas"]:
            self.assertEqual([float(value) for value in row], [0, 0])
        for line in self._push(user=self.other, since={str(plan.id): 0})["lines"]:
            self.assertNotIn("expected", line)
        self.assertEqual((plan.right_count, plan.sudo().variance_value), (0, 0))
        plan.with_user(self.manager).action_review()
        line, rice = self._line(plan), self._line(plan, self.rice)
        self.assertEqual((rice.state, rice.book_quantity, rice.is_right), ("ok", 40, 1))
        self.assertEqual((line.state, line.book_quantity), ("recount", 0))
        self._count(plan, 99, user=self.other)
        self.assertEqual((line.state, line.book_quantity), ("ok", 100))
        third = self._count_values(plan, 100, kind="set")
        with self.subTest("nobody counts again what he can see"):
            answer = self._push(third, user=self.manager)["results"][0]
            self.assertEqual(answer["status"], "refused")

    def test_who_counts_again_does_not_see_the_first_count(self):
        """K6, K7: neither on the line nor among the counts, by whatever way; what was
        found is there for all to read when it is posted."""
        plan = self._plan(blind=True, tolerance_percent=1)
        self._count(plan, 60)
        self._count(plan, 40, self.rice)
        counts = self.env["jxc.stocktake.count"]
        mine = [("stocktake_id", "=", plan.id)]
        self.assertFalse(counts.with_user(self.other).search(mine))
        self.assertEqual(len(counts.with_user(self.keeper).search(mine)), 2)
        self.assertEqual(len(counts.with_user(self.manager).search(mine)), 2)
        plan.with_user(self.manager).action_review()
        line = self._line(plan).with_user(self.other)
        self.assertEqual(line.state, "recount")
        seen = line.read(["counted_quantity", "counted_at", "count_ids"])[0]
        self.assertEqual((seen["counted_quantity"], seen["counted_at"]), (0, False))
        self.assertFalse(seen["count_ids"])
        for row in self._push(user=self.other, since={str(plan.id): 0})["lines"]:
            if row["id"] == line.id:
                self.assertIsNone(row["counted"])
        self._count(plan, 99, user=self.other)
        plan.with_user(self.manager).action_post()
        self.assertEqual(len(counts.with_user(self.other).search(mine)), 3)

    def test_a_counter_does_not_open_the_books_himself(self):
        """K6: the review of a blind plan, and the way back, are a manager's."""
        plan = self._plan(blind=True, tolerance_percent=0)
        self._count(plan, 98)
        with self.assertRaisesRegex(UserError, "counted blind"):
            plan.action_review()
        plan.with_user(self.manager).action_review()
        self.assertEqual(self._line(plan).difference, -2)
        with self.assertRaisesRegex(UserError, "counted blind"):
            plan.action_count_again()
        plan.with_user(self.manager).action_count_again()
        line = self._line(plan)
        self.assertEqual((line.state, line.book_quantity), ("counted", 0))
        plan.with_user(self.manager).action_review()
        self.assertEqual((line.book_quantity, line.difference), (100, -2))

    # --- goods of others, and going -------------------------------------------------

    def test_goods_of_others_are_worth_nothing_to_us(self):
        """K7, K8: what is held for others is corrected, and no loss of ours; what our
        own company is named as the owner of is ours."""
        guest = self.env["res.partner"].create({"name": "Consignor"})
        self._put(10, self.bin, owner_id=guest)
        self._put(10, self.bin, owner_id=self.company.partner_id)
        plan = self._plan(tolerance_percent=0)
        self._count(plan, 7, owner_id=guest.id)
        self._count(plan, 8, owner_id=self.company.partner_id.id)
        plan.with_user(self.manager).action_review()
        lines = {line.owner_id: line.sudo() for line in plan.line_ids}
        foreign, own = lines[guest], lines[self.company.partner_id]
        self.assertEqual((foreign.of_others, foreign.difference_value), (True, 0))
        self.assertEqual((own.of_others, own.difference_value), (False, -20))
        found = plan.line_ids.search([("of_others", "=", True)])
        self.assertEqual(found & plan.line_ids, foreign)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "jxc_stocktake.jxc_stocktake_print", plan.ids
        )
        self.assertIn("Consignor", html.decode().split("Goods of Others")[1])
        plan.with_user(self.manager).action_post()
        document = plan.adjustment_ids.sudo()
        self.assertEqual((len(document.move_ids), document.value), (2, 20))

    def test_places_go_with_the_addon(self):
        """K8: at uninstall unused places go, used ones are archived, to-dos go."""
        plan = self._reviewed()
        plan.action_ask()
        plan.with_user(self.manager).action_post()
        loss = self.company.jxc_stocktake_loss_location_id
        idle = self.env["res.company"].create({"name": "Counts Nothing"})
        unused = idle.jxc_stocktake_loss_location_id
        waiting = self._reviewed()
        waiting.action_ask()
        uninstall_hook(self.env)
        self.assertFalse(loss.active)
        self.assertTrue(loss.exists())
        self.assertFalse(unused.exists())
        self.assertFalse(waiting.sudo().activity_ids)

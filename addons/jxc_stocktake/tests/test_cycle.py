from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install")
class TestCycle(StocktakeCase):
    """Classes by what was issued, and what is counted in turn."""

    def _issue(self, quantity, product, days=1):
        now = fields.Datetime.now()
        with freeze_time(fields.Datetime.subtract(now, days=days)):
            self._finish(self._transfer(self.bin, self.customers, quantity, product))

    def _classes(self, *products, company=None):
        self.env["jxc.stock.abc"]._refresh(company or self.company)
        return "".join(product.jxc_abc_class or "-" for product in products)

    def _cycle(self, **values):
        return (
            self.env["jxc.stocktake.cycle"]
            .with_user(self.manager)
            .create(
                {
                    "name": "In turn",
                    "warehouse_id": self.warehouse.id,
                    "blind": False,
                    "tolerance_percent": 0,
                    **values,
                }
            )
        )

    def _alone(self):
        """What other tests left behind is not issued and lies nowhere."""
        self.env["stock.quant"].search(
            [
                ("location_id.warehouse_id", "=", self.warehouse.id),
                ("product_id", "not in", (self.product | self.rice).ids),
            ]
        ).sudo().unlink()
        return self._product("Tea"), self._product("Salt")

    # --- classes -------------------------------------------------------------------

    def test_the_few_that_make_up_the_value_are_a(self):
        """K6: A up to 80 % of the value issued, B up to 95 %, what is left C; returns
        are taken off, and losses are no demand."""
        tea, salt = self._alone()
        for product, cost in ((tea, 1.0), (salt, 0.5)):
            product.standard_price = cost
            self._put(1000, self.bin, product)
        self._put(1000, self.bin, self.rice)
        self.company.jxc_abc_days = 30
        self._issue(1000, self.rice, days=25)
        self._issue(60, self.product)
        self._issue(10, salt)
        self._issue(900, tea, days=40)
        self._finish(self._transfer(self.customers, self.bin, 10, salt))
        scrap = {"product_id": salt.id, "scrap_qty": 900, "location_id": self.bin.id}
        self.env["stock.scrap"].create(scrap).do_scrap()
        goods = (self.rice, self.product, tea, salt)
        # 30,000 is rice; soy sauce begins after it, at 98 %
        self.company.write({"jxc_abc_a_percent": 80, "jxc_abc_b_percent": 99})
        self.assertEqual(self._classes(*goods), "abcc")
        self.company.jxc_abc_b_percent = 90
        self.assertEqual(self._classes(*goods), "accc")
        self.company.jxc_abc_days = 60
        self.rice.standard_price = 0.001
        self.assertEqual(self._classes(*goods), "caac")
        found = self.env["product.product"].search([("jxc_abc_class", "=", "a")])
        self.assertLessEqual(self.product | tea, found)
        self.assertNotIn(self.rice, found)

    def test_classes_are_those_of_the_company(self):
        """K6: another company has classes of its own, and sees no others."""
        other = self.env["res.company"].create({"name": "Other House"})
        self._issue(10, self.product)
        ranks = self.env["jxc.stock.abc"]
        ranks._refresh(self.company | other)
        mine = ranks.search([("company_id", "=", other.id)])
        self.assertFalse(mine)
        self.assertTrue(self.product.jxc_abc_class)
        self.assertFalse(self.product.with_company(other).jxc_abc_class)
        stranger = self.env["res.users"].create(
            {
                "name": "Stranger",
                "login": "abc_stranger",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
                "group_ids": [(6, 0, self.keeper.group_ids.ids)],
            }
        )
        self.assertFalse(ranks.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            ranks.with_user(self.keeper).search([], limit=1).read(["issued_value"])

    def test_classes_take_one_statement(self):
        """K6: however many products there are."""
        self._issue(10, self.product)
        ranks = self.env["jxc.stock.abc"]
        ranks._refresh(self.company)
        for number in range(20):
            self._put(5, self.bin, self._product(f"Goods {number}"))
        self.env.flush_all()
        self.company.mapped("jxc_abc_days")
        with self.assertQueryCount(2):
            ranks._refresh_company(self.company)

    def test_a_plan_of_one_class(self):
        """K6: the plan lists the goods of its class; what has no class is C."""
        self._alone()
        self._issue(10, self.rice)
        self.assertEqual(self._classes(self.rice, self.product), "ac")
        new = self._product("New")
        self._put(4, self.bin, new)
        a = self._plan(scope="abc", abc_class="a")
        c = self._plan(scope="abc", abc_class="c")
        self.assertEqual(a.line_ids.product_id, self.rice)
        self.assertEqual(c.line_ids.product_id, self.product | new)
        self.assertEqual(a.line_ids.mapped("abc_class"), ["a"])
        with self.assertRaisesRegex(UserError, "choose the ABC class"):
            self._plan(scope="abc")

    # --- in turn ---------------------------------------------------------------------

    def test_the_longest_ago_is_counted_first(self):
        """K6: so many lines a day, never counted first, then the longest ago."""
        self._alone()
        cycle = self._cycle(max_lines=1, every_days=30)
        seen = []
        for day in ("2026-03-02", "2026-03-03", "2026-03-04", "2026-04-03"):
            with freeze_time(f"{day} 01:00:00"):
                cycle._make()
                plan = cycle.stocktake_ids.filtered(lambda p: p.state == "counting")
                seen.append(plan.line_ids.product_id)
                if plan:
                    line = plan.line_ids.with_user(self.keeper)
                    line.count_input = line.book_quantity
                    plan.with_user(self.keeper).action_review()
                    plan.with_user(self.keeper).action_post()
        nothing = self.env["product.product"]
        self.assertEqual(seen[0] | seen[1], self.product | self.rice)
        self.assertEqual(seen[2:], [nothing, seen[0]])
        self.assertEqual(cycle.stocktake_ids[0].scope, "cycle")

    def test_no_second_one_while_the_first_is_open(self):
        """K6: twice in a day, or with the last one unfinished, makes no second one."""
        cycle = self._cycle(user_ids=[(6, 0, self.other.ids)], blind=True)
        with self.enter_registry_test_mode():
            cron = self.env.ref("jxc_stocktake.ir_cron_cycle")
            cron.method_direct_trigger()
            cycle.sudo().next_date = fields.Date.today()
            cron.method_direct_trigger()
        plan = cycle.stocktake_ids
        self.assertEqual((len(plan), plan.state, plan.blind), (1, "counting", True))
        self.assertEqual(plan.counter_ids.user_id, self.other)
        with self.assertRaisesRegex(UserError, "still open"):
            cycle.action_make()
        plan.with_user(self.keeper).action_cancel()
        action = cycle.action_make()
        self.assertEqual(len(cycle.stocktake_ids), 2)
        self.assertIn(action["res_id"], cycle.stocktake_ids.ids)

    def test_a_keeper_sets_no_cycle(self):
        """K6: cycles are a manager's, and a plan is not passed off as one."""
        cycle = self._cycle()
        with self.assertRaises(AccessError):
            cycle.with_user(self.keeper).action_make()
        with self.assertRaises(AccessError):
            cycle.with_user(self.keeper).write({"max_lines": 1})
        with self.assertRaises(UserError):
            self._plan(start=False, cycle_id=cycle.id)
        with self.assertRaisesRegex(UserError, "makes its own"):
            self._plan(scope="cycle")

    # --- accuracy --------------------------------------------------------------------

    def test_accuracy_is_that_of_the_first_count(self):
        """K7: right at first count by plan, counter and class; a recount changes
        nothing in it, and what nobody counted is not in it."""
        self._put(50, self.bin, self._product("Not Counted"))
        plan = self._plan(tolerance_percent=5)
        self._count(plan, 80)
        self._count(plan, 39, self.rice, user=self.other)
        lines = plan.line_ids
        self.assertFalse(lines.first_counter_ids, "not before the review")
        plan.action_review()
        self._count(plan, 100, user=self.other)
        scores = lines.formatted_read_group(
            [("id", "in", lines.ids), ("first_counter_ids", "!=", False)],
            ["first_counter_ids"],
            ["first_score:avg", "__count"],
        )
        found = {
            row["first_counter_ids"][0]: (row["first_score:avg"], row["__count"])
            for row in scores
        }
        self.assertEqual(found, {self.keeper.id: (0, 1), self.other.id: (100, 1)})
        self.assertEqual(plan.accuracy, 50)
        self.assertEqual(plan.not_counted_count, 1)

"""K6 to K8: a counter, his own client, and a stock-take that hides what he took."""

from uuid import uuid4

from attack import Attack, AttackCase

from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user


@tagged("post_install", "-at_install")
class TestStocktakeAttacks(AttackCase):
    TABLES = (
        "jxc_stocktake",
        "jxc_stocktake_line",
        "jxc_stocktake_count",
        "jxc_stock_adjustment",
        "jxc_stocktake_cycle",
        "stock_move",
        "res_company",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = new_role_user(cls.env, "keeper", "other_keeper")
        cls.counting = cls._plan(blind=True)
        cls._push(cls.counting, 20)
        cls.review = cls._plan(tolerance_percent=5)
        cls._push(cls.review, 20)
        cls.review.action_review()
        cls.ready = cls._plan(tolerance_percent=50)
        cls._push(cls.ready, 20)
        cls.ready.action_review()
        cls.foreign = cls._plan(counter_ids=[(0, 0, {"user_id": cls.other.id})])
        cls.env.flush_all()

    @classmethod
    def _plan(cls, **values):
        plan = (
            cls.env["jxc.stocktake"]
            .with_user(cls.keeper)
            .create(
                {
                    "warehouse_id": cls.warehouse.id,
                    "scope": "products",
                    "product_ids": [(6, 0, cls.tea.ids)],
                    **values,
                }
            )
        )
        plan.action_start()
        return plan

    @classmethod
    def _values(cls, plan, quantity):
        return {
            "client_id": str(uuid4()),
            "stocktake_id": plan.id,
            "product_id": cls.tea.id,
            "location_id": cls.shelf.id,
            "quantity": quantity,
            "kind": "set",
        }

    @classmethod
    def _push(cls, plan, quantity):
        counts = [cls._values(plan, quantity)]
        return cls.env["jxc.stocktake"].with_user(cls.keeper).jxc_push(counts)

    def _harm(self):
        """Something was posted, or a count stands that its rules do not allow."""
        harm = []
        plans = self.counting | self.review | self.ready | self.foreign
        if plans.sudo().adjustment_ids or "posted" in plans.mapped("state"):
            harm.append("posted by a counter alone")
        line = self.review.line_ids.sudo()
        if (line.state, line.counted_quantity) != ("recount", 20):
            harm.append(f"his own recount stands: {line.state}")
        hidden = self.counting.line_ids.sudo()
        if hidden.book_quantity or self.counting.state != "counting":
            harm.append("the books of a blind plan are open")
        if self.foreign.line_ids.count_ids:
            harm.append("counted where he is no counter")
        if self.company.jxc_stocktake_keeper_posts:
            harm.append("allowed himself to post")
        return harm

    def _attacks(self):
        plan, line, count = "jxc.stocktake", "jxc.stocktake.line", "jxc.stocktake.count"
        review, counting = self.review.ids, self.counting.ids
        lines, counts = self.review.line_ids.ids, self.review.line_ids.count_ids.ids
        values = {"kind": "gain", "stocktake_id": review[0], "name": "BY1"}
        calls = [
            (plan, "write", review, {"vals": {"state": "posted"}}),
            (plan, "write", review, {"vals": {"tolerance_percent": 99}}),
            (plan, "write", counting, {"vals": {"blind": False}}),
            (plan, "action_post", review, {}),
            (plan, "action_post", self.ready.ids, {}),
            (plan, "action_review", counting, {}),
            (plan, "action_post", counting, {}),
            (plan, "unlink", review, {}),
            (line, "write", lines, {"vals": {"state": "ok"}}),
            (line, "write", lines, {"vals": {"book_quantity": 20}}),
            (line, "write", lines, {"vals": {"counted_quantity": 30}}),
            (line, "write", lines, {"vals": {"count_input": 30}}),
            (line, "write", lines, {"vals": {"round": 0, "first_score": 100}}),
            (line, "action_zero", lines, {}),
            (line, "unlink", lines, {}),
            (count, "write", counts, {"vals": {"quantity": 30}}),
            (count, "unlink", counts, {}),
            ("jxc.stock.adjustment", "create", None, {"vals_list": [values]}),
            (
                "res.company",
                "write",
                self.company.ids,
                {"vals": {"jxc_stocktake_keeper_posts": True}},
            ),
        ]
        attacks = [
            Attack(
                f"{model}.{method} {arguments}",
                lambda do, m=model, n=method, i=ids, a=arguments: do(m, n, i, **a),
            )
            for model, method, ids, arguments in calls
        ]
        for private in ("_post", "_refresh", "_fill_lines", "_close_to_dos"):
            attacks.append(
                Attack(private, lambda do, name=private: do(plan, name, review))
            )
        return attacks

    def test_a_counter_decides_nothing_alone(self):
        """K6, K7, K8: neither states nor books nor counts are written, nothing is
        posted without a manager, and nobody recounts what he counted."""
        refused = self._hold(self.keeper, self._attacks())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_counts_that_are_not_his_to_make(self):
        """K6, K7: a count for another's plan and an own recount are refused one by one,
        and stand nowhere."""
        pushes = [
            Attack(
                name,
                lambda do, p=plan: do(
                    "jxc.stocktake", "jxc_push", counts=[self._values(p, 30)]
                ),
            )
            for name, plan in (("own recount", self.review), ("other", self.foreign))
        ]
        self._hold(self.keeper, pushes)

    def test_a_blind_book_cannot_be_read(self):
        """K6: over the wire too, there is no book to read, search, group or export."""
        model, mine = "jxc.stocktake.line", [["stocktake_id", "=", self.counting.id]]
        names = ["book_quantity", "difference", "counted_quantity"]
        rows = self._by_session(
            self.keeper, model, "search_read", domain=mine, fields=names
        )
        self.assertEqual([[row[name] for name in names] for row in rows], [[0, 0, 20]])
        searched = self._by_key(
            self.keeper,
            model,
            "search",
            domain=[*mine, ["book_quantity", ">", 0]],
        )
        self.assertEqual(searched, [])
        groups = self._by_key(
            self.keeper,
            model,
            "formatted_read_group",
            domain=mine,
            groupby=[],
            aggregates=["book_quantity:sum", "difference:sum"],
        )
        self.assertEqual(groups[0]["book_quantity:sum"], 0)
        self.assertEqual(groups[0]["difference:sum"], 0)

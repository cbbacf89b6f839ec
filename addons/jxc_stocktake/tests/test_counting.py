from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install")
class TestCounting(StocktakeCase):
    def test_the_list_is_what_lies_there(self):
        """K6: a plan lists what lies in its places, and only that."""
        self._put(7, self.shelf)
        plan = self._plan()
        rows = {line.product_id: line.book_quantity for line in plan.line_ids}
        self.assertEqual(rows, {self.product: 100, self.rice: 40})
        whole = self._plan(scope="warehouse")
        mine = whole.line_ids.filtered(
            lambda line: line.product_id in self.product | self.rice
        )
        self.assertEqual(len(mine), 3)
        some = self._plan(scope="products", product_ids=[(6, 0, self.rice.ids)])
        self.assertEqual(some.line_ids.product_id, self.rice)

    def test_the_same_count_twice_counts_once(self):
        """K6: a count that is delivered twice counts once."""
        plan = self._plan()
        count = self._count_values(plan, 60)
        answer = self._push(count, count)
        states = [result["status"] for result in answer["results"]]
        self.assertEqual(states, ["accepted", "duplicate"])
        again = self._push(count)["results"][0]
        self.assertEqual(again["status"], "duplicate")
        self.assertEqual(again["line_id"], self._line(plan).id)
        self.assertEqual(self._line(plan).counted_quantity, 60)

    def test_two_counters_add_up_and_an_undo_takes_back(self):
        """K6: several counters at a time; what one undoes was never there."""
        plan = self._plan()
        self._count(plan, 60)
        mistake = self._count_values(plan, 50)
        self._push(mistake, user=self.other)
        line = self._count(plan, 38, user=self.other)
        self.assertEqual(line.counted_quantity, 148)
        undo = {
            "client_id": "undo-" + mistake["client_id"],
            "stocktake_id": plan.id,
            "kind": "undo",
            "undo_of": mistake["client_id"],
        }
        refused = self._push(dict(undo, client_id="undo-mine"))["results"][0]
        self.assertEqual(refused["status"], "refused", "the count of somebody else")
        self.assertEqual(
            self._push(undo, user=self.other)["results"][0]["status"], "accepted"
        )
        self.assertEqual(line.counted_quantity, 98)
        self.assertEqual(line.difference, -2)
        self.assertEqual(line.counted_by_ids, self.keeper | self.other)

    def test_a_bad_one_keeps_none_back(self):
        """K6: nothing is lost: of many counts only the bad one is refused."""
        plan, now = self._plan(), self._count_values
        bad = [
            now(plan, -1),
            now(plan, float("nan")),
            now(plan, "12"),
            now(plan, 5, product_id=2**40),
            now(plan, 5, location_id=self.shelf.id),
            now(plan, 5, uom_id=self.env.ref("uom.product_uom_hour").id),
            now(plan, 5, kind="steal"),
            now(plan, 5, client_id=None),
            now(plan, 5, stocktake_id="x"),
        ]
        answer = self._push(*bad, now(plan, 12))
        states = [result["status"] for result in answer["results"]]
        self.assertEqual(states, ["refused"] * len(bad) + ["accepted"])
        for result in answer["results"][:-1]:
            self.assertTrue(result["message"])
        self.assertEqual(self._line(plan).counted_quantity, 12)

    def test_the_book_is_that_of_the_moment_of_counting(self):
        """K6, K7: what is shipped after the count, or before it came in, is no loss."""
        with freeze_time("2026-03-01 08:00:00"):
            plan = self._plan()
        with freeze_time("2026-03-01 09:30:00"):
            self._finish(self._transfer(self.bin, self.customers, 30))
        with freeze_time("2026-03-01 10:00:00"):
            line = self._count(plan, 100, device_time="2026-03-01 09:00:00")
        self.assertEqual((line.book_quantity, line.difference), (100, 0))
        with freeze_time("2026-03-01 10:30:00"):
            rest = self._count(plan, 70, kind="set")
        self.assertEqual((rest.book_quantity, rest.difference), (70, 0))

    def _book_when_moved(self, day, moved, counted):
        """What the books said of 100, 30 of which left at ``moved``."""
        with freeze_time(f"{day} 08:00:00"):
            missing = 100 - self._in_the_bin()
            if missing:
                self._put(missing, self.bin)
            plan = self._plan(tolerance_percent=0)
        with freeze_time(f"{day} {moved}"):
            self._finish(self._transfer(self.bin, self.customers, 30))
        with freeze_time(f"{day} 10:00:00"):
            line = self._count(plan, 70, device_time=f"{day} {counted}")
        book = line.book_quantity
        plan.action_review()
        line.sudo()._refresh_before_posting()
        self.assertEqual(line.book_quantity, book, "it stays what it was")
        plan.action_cancel()
        return book

    def _in_the_bin(self):
        quants = self.env["stock.quant"]
        return quants._get_available_quantity(self.product, self.bin)

    def test_counted_in_the_second_of_a_movement(self):
        """K6, K7: to the microsecond, where the device says so."""
        counted = "09:00:00.500"
        for day, (moved, book) in enumerate(
            (
                ("08:59:59.999", 70),
                ("09:00:00.499999", 70),
                ("09:00:00.500", 70),
                ("09:00:00.500001", 100),
                ("09:00:01", 100),
            ),
            1,
        ):
            found = self._book_when_moved(f"2026-03-0{day}", moved, counted)
            self.assertEqual(found, book, moved)

    def test_counted_by_a_clock_of_seconds(self):
        """K6, K7: what moved up to the end of that second came before; and a count that
        is delivered in its own second is of the moment when it came."""
        for day, moved, book in (
            ("2026-03-01", "09:00:00.999", 70),
            ("2026-03-02", "09:00:01", 100),
        ):
            self.assertEqual(self._book_when_moved(day, moved, "09:00:00"), book, moved)
        with freeze_time("2026-03-03 08:00:00"):
            plan = self._plan()
        with freeze_time("2026-03-03 09:00:00.300"):
            line = self._count(plan, 70, device_time="2026-03-03 09:00:00")
        with freeze_time("2026-03-03 09:00:00.700"):
            self._finish(self._transfer(self.bin, self.customers, 30))
        plan.action_review()
        line.sudo()._refresh_before_posting()
        self.assertEqual((line.book_quantity, line.difference), (70, 0))

    def test_corrected_in_the_second_of_the_count(self):
        """K7: what another count corrected after this one is not undone by it."""
        with freeze_time("2026-03-01 08:00:00"):
            plan, other = (self._plan(tolerance_percent=0) for _one in range(2))
        with freeze_time("2026-03-01 09:00:00.400"):
            self._count(plan, 90, device_time="2026-03-01 09:00:00.300")
            self._count(other, 80, device_time="2026-03-01 09:00:00.200")
        with freeze_time("2026-03-01 09:00:00.500"):
            other.action_review()
            other.action_post()
            plan.action_review()
            with self.assertRaises(UserError) as caught:
                plan.action_post()
        self.assertIn(self.product.name, str(caught.exception))

    def test_found_goods_and_lots_get_a_line(self):
        """K6: goods that were not on the list are taken, and so is an unknown lot."""
        plan = self._plan()
        milk = self._product("Milk", tracking="lot")
        refused = self._push(self._count_values(plan, 3, milk))["results"][0]
        self.assertEqual(refused["status"], "refused", "without a lot")
        line = self._count(plan, 3, milk, lot_name="L-7")
        self.assertTrue(line.found)
        self.assertEqual((line.lot_id.name, line.difference), ("L-7", 3))
        self.assertEqual(self._count(plan, 2, milk, lot_name="L-7"), line)
        self.assertEqual(line.counted_quantity, 5)

    def test_packs_are_counted_in_their_unit(self):
        """K6: two dozens are 24."""
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self._count(self._plan(), 2, uom_id=dozen.id)
        self.assertEqual(line.counted_quantity, 24)

    def test_the_sheet_of_a_blind_plan_says_no_quantity(self):
        """K6: the sheet has bins, goods and packs; a blind one no quantities."""
        self.env["product.uom"].create(
            {
                "product_id": self.rice.id,
                "uom_id": self.env.ref("uom.product_uom_dozen").id,
                "barcode": "16901234567899",
            }
        )
        plan = self._plan()
        sheet = plan.jxc_sheet()
        self.assertEqual([b["barcode"] for b in sheet["bins"]], ["BIN-A-01"])
        expected = {row["product_id"]: row["expected"] for row in sheet["lines"]}
        self.assertEqual(expected, {self.product.id: 100, self.rice.id: 40})
        rice = next(p for p in sheet["products"] if p["id"] == self.rice.id)
        self.assertEqual(rice["packs"][0]["factor"], 12)
        blind = self._plan(blind=True).jxc_sheet()
        self.assertEqual(len(blind["lines"]), 2)
        self.assertFalse([row for row in blind["lines"] if "expected" in row])

    def test_what_others_counted_is_told(self):
        """K6: a device learns what the others have counted since it asked last."""
        plan = self._plan()
        since = plan.jxc_sheet()["since"]
        self._count(plan, 9, user=self.other)
        answer = self._push(since=since)
        self.assertEqual([row["counted"] for row in answer["lines"]], [9])
        self.assertEqual(answer["lines"][0]["counted_by"], [self.other.name])
        self.assertFalse(self._push(since=answer["since"])["lines"])

    def test_named_counters_count_their_zones(self):
        """K6: who is not named does not count, and who has a zone counts there."""
        zone = self.bin.copy({"name": "A-02", "barcode": False})
        plan = self._plan(
            scope="warehouse",
            counter_ids=[
                (0, 0, {"user_id": self.other.id, "location_ids": [(6, 0, zone.ids)]})
            ],
        )
        plans = self.env["jxc.stocktake"]
        his = [row["id"] for row in plans.with_user(self.keeper).jxc_open()]
        mine = [row["id"] for row in plans.with_user(self.other).jxc_open()]
        self.assertNotIn(plan.id, his)
        self.assertIn(plan.id, mine)
        count = self._count_values(plan, 1)
        for user, place in ((self.keeper, self.bin), (self.other, self.bin)):
            result = self._push(dict(count, location_id=place.id), user=user)
            self.assertEqual(result["results"][0]["status"], "refused")
        self._count(plan, 1, user=self.other, location_id=zone.id)

    def test_too_far_off_is_counted_again_by_somebody_else(self):
        """K7: over the tolerance another person counts again, and that counts."""
        plan = self._plan(tolerance_percent=5)
        self._count(plan, 80)
        self._count(plan, 39, self.rice)
        plan.action_review()
        line, rice = self._line(plan), self._line(plan, self.rice)
        self.assertEqual((line.state, rice.state), ("recount", "ok"))
        own = self._push(self._count_values(plan, 100, kind="set"))["results"][0]
        self.assertEqual(own["status"], "refused", "his own recount")
        (open_,) = [row for row in plan.jxc_open() if row["id"] == plan.id]
        self.assertEqual((open_["counted"], open_["lines"]), (0, 1))
        sheet = plan.with_user(self.other).jxc_sheet()
        self.assertEqual([b["id"] for b in sheet["bins"]], self.bin.ids)
        (row,) = sheet["lines"]
        self.assertEqual((row["product_id"], row["counted"]), (self.product.id, None))
        self._count(plan, 99, user=self.other)
        self.assertEqual((line.state, line.difference), ("ok", -1))
        self.assertEqual(plan.accuracy, 50, "the recount does not change it")

    def test_counts_at_the_desk(self):
        """K6: without a phone the count is entered in the list; nothing is nothing."""
        plan = self._plan()
        line, rice = self._line(plan), self._line(plan, self.rice)
        line.count_input = 98
        self.assertEqual((line.difference, line.sudo().difference_value), (-2, -20))
        self.assertEqual(line.count_ids.kind, "set")
        self.assertEqual(rice.state, "to_count")
        rice.action_zero()
        self.assertEqual((rice.state, rice.difference), ("counted", -40))

    def test_nobody_writes_what_was_counted(self):
        """K6: neither state nor book nor count is written by a plain user."""
        plan = self._plan()
        line = self._count(plan, 100)
        writes = [
            (plan, {"state": "posted"}),
            (plan, {"tolerance_percent": 99}),
            (line, {"book_quantity": 5}),
            (line, {"counted_quantity": 5}),
            (line, {"state": "ok"}),
            (line.count_ids, {"quantity": 5}),
        ]
        for record, values in writes:
            with self.subTest(values), self.assertRaises(UserError):
                record.with_user(self.keeper).write(values)
        with self.assertRaises(UserError):
            self._plan(start=False, state="posted")
        for record in (line, line.count_ids, plan):
            with self.assertRaises(UserError):
                record.with_user(self.keeper).unlink()
        with self.assertRaises(AccessError):
            plan.with_user(self.salesperson).jxc_sheet()

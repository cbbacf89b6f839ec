from collections import Counter
from random import Random

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestAgeing(ReportCase):
    """T6 库龄: 10 came on the first, 20 on the tenth, 15 went on the twentieth."""

    def _figures(self, layers):
        return [
            (row.date.day, row.days, row.quantity, row.amount)
            for row in layers.sorted("date")
        ]

    def _trade(self, product=None):
        product = product or self.goods
        self._in(10, 100, 1, product)
        self._in(20, 400, 10, product)
        self._out(15, 20, product)

    def test_average_pieces_cost_the_same(self):
        """T6: 15 of the second receipt are left, at 500 / 30 each."""
        self._trade()
        self.assertEqual(
            self._figures(self._layers(15)),
            [(1, 14, 10, 166.67), (10, 5, 20, 333.33)],
        )
        self.assertEqual(self._figures(self._layers(30)), [(10, 20, 15, 250)])
        self.assertFalse(self._layers("2026-05-31"))

    def test_first_in_first_out_has_layers_with_costs(self):
        """T6: each layer at what it cost; a new cost is spread over them."""
        goods = self._goods("fifo")
        self._in(10, 100, 1, goods)
        self._in(20, 400, 10, goods)
        self._out(4, 12, goods)
        self.assertEqual(
            self._figures(self._layers(15, goods)),
            [(1, 14, 6, 60), (10, 5, 20, 400)],
        )
        self.assertEqual(self._layers(15, goods).row_id.mapped("amount"), [100, 400])

    def test_goods_that_went_back(self):
        """T6: to the vendor, from the receipt they came with; what a customer sends
        back is as old as before, and a sale and a return do not make it young."""
        first = self._in(10, 100, 1)
        self._in(10, 100, 10)
        self._back(first, 4, 12)
        self.assertEqual(
            self._figures(self._layers(13)), [(1, 12, 6, 60), (10, 3, 10, 100)]
        )
        self._back(self._out(6, 14), 6, 25)
        self.assertEqual(
            self._figures(self._layers(30)), [(1, 29, 6, 60), (10, 20, 10, 100)]
        )

    def test_what_has_no_receipt(self):
        """T6: below nothing there are no layers, and the sum is still the ledger's."""
        self._in(2, 20, 1)
        self._in(4, 40, 8)
        self._out(5, 3)
        [row] = self._layers(5)
        self.assertFalse(row.date or row.age_id or row.row_id)
        self.assertEqual((row.quantity, row.amount), (-3, -30))
        self.assertEqual(self._figures(self._layers(9)), [(8, 1, 1, 10)])

    def test_a_slow_model_says_the_same(self):
        """T6: random histories, all methods, piece by piece; in quantity, and in money
        to the cent what the summary of the same day says."""
        random = Random(7)
        for method in ("average", "fifo", "standard"):
            goods = self._goods(method, standard_price=7)
            pieces, there, gone = Counter(), 0, Counter()
            history = []
            for day in range(1, 29, 3):
                came = random.randint(1, 9)
                self._in(came, None if method == "standard" else came * 3.33 + day,
                         day, goods)  # fmt: skip
                pieces[day] += came
                there += came
                went = random.randint(0, there)
                if went:
                    self._out(went, day + 1, goods)
                    there -= went
                    gone[day + 1] += went
                history.append(day + 2)
            for day in history:
                queue = [d for d in sorted(pieces) for _n in range(pieces[d])
                         if d <= day]  # fmt: skip
                left = Counter(queue[sum(n for d, n in gone.items() if d <= day) :])
                layers = self._layers(day, goods)
                found = {row.date.day: row.quantity for row in layers}
                with self.subTest(method=method, day=day):
                    self.assertEqual(found, dict(left))
                    closing = self._closing(f"2026-06-{day:02}", goods)
                    quantity, amount = closing.get(goods, (0, 0))
                    self.assertEqual(sum(layers.mapped("quantity")), quantity)
                    total = round(sum(layers.mapped("amount")), 2)
                    self.assertEqual(total, round(amount, 2))
                    if method == "fifo":
                        self._layers_cost_what_they_cost(layers)

    def _layers_cost_what_they_cost(self, layers):
        for row in layers:
            receipt = row.row_id
            share = receipt.amount * row.quantity / receipt.quantity
            self.assertAlmostEqual(row.amount, share, delta=0.0151)

    def test_today_is_the_companys(self):
        """T6: at 4 in the morning in China, asked from where it is still yesterday."""
        self.accountant.tz = "UTC"
        self._in(10, 100, 30)
        self._in(4, 40, "2026-06-30 19:00:00")
        with freeze_time("2026-06-30 20:00:00"):
            layers = self._model("jxc.cost.layer").search(
                [("product_id", "=", self.goods.id)], order="date"
            )
            self.assertEqual([row.days for row in layers], [1, 0])
            turnover = self._model("jxc.cost.turnover", jxc_from="2026-06-01")
            row = turnover.search([("product_id", "=", self.goods.id)])
            self.assertEqual(row.quantity, 14)

    def test_a_late_receipt_counts_where_it_belongs(self):
        """T6: entered today, of the fifth: it is that old."""
        self._trade()
        self._in(5, 50, 5)
        self.assertEqual(
            [figures[:3] for figures in self._figures(self._layers(30))],
            [(10, 20, 20)],
        )
        self.assertEqual(
            [figures[:3] for figures in self._figures(self._layers(15))],
            [(1, 14, 10), (5, 10, 5), (10, 5, 20)],
        )

    def test_steps_of_ones_own(self):
        """T6, F1: the company's own steps, else everybody's; a manager sets them."""
        self._trade()
        self.assertEqual(self._layers(30).age_id.display_name, "0-30 Days")
        self.assertEqual(self._layers("2026-12-31").age_id.display_name, "181-360 Days")
        ages = self.env["jxc.cost.age"]
        own = ages.with_user(self.manager).create(
            [{"days_from": day, "company_id": self.company.id} for day in (0, 7, 15)]
        )
        self.assertEqual(
            own.mapped("display_name"), ["0-6 Days", "7-14 Days", "Over 14 Days"]
        )
        names = {row.date.day: row.age_id for row in self._layers(15)}
        self.assertEqual(names, {1: own[1], 10: own[0]})
        own.sudo().company_id = self.env["res.company"].create({"name": "Elsewhere"})
        names = self._layers(15).age_id.mapped("display_name")
        self.assertEqual(set(names), {"0-30 Days"})
        with self.assertRaises(ValidationError):
            own[1].sudo().days_from = -1
        with self.assertRaises(AccessError):
            ages.with_user(self.accountant).create({"days_from": 3})

    def test_another_company_and_another_day(self):
        """T6: nothing of another company's; a day that is none is refused."""
        self._trade()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.accountant.sudo().company_ids += other
        model = self._model("jxc.cost.layer", allowed_company_ids=other.ids)
        self.assertFalse(model.search([("product_id", "=", self.goods.id)]))
        for value in ("yesterday", "2026-02-30", "2026-01-01' OR 1=1", 7, [1]):
            with self.assertRaises(UserError):
                self._model("jxc.cost.layer", jxc_at=value).search([("id", ">", 0)])

    def test_the_dialog(self):
        """T6: the pivot of the day; the ledger of a row goes up to it."""
        self._trade()
        ask = self._ask("jxc.cost.ageing.ask", date="2026-06-15")
        ask.product_ids = self.goods
        action = ask.action_show()
        model = self._model(action["res_model"], **action["context"])
        groups = model.formatted_read_group(
            action["domain"], ["product_id", "age_id"], ["amount:sum", "quantity:sum"]
        )
        self.assertEqual(
            [(group["amount:sum"], group["quantity:sum"]) for group in groups],
            [(500, 30)],
        )
        action = model.search(action["domain"])[0].action_jxc_ledger()
        rows = self._model(action["res_model"]).search(action["domain"])
        self.assertEqual(sum(rows.mapped("amount")), 500)

    def test_one_statement(self):
        """T6: forty products take no more queries than one."""
        counts = []
        for number in (1, 1, 40):
            products = self.env["product.product"].union(
                *(self._goods() for _number in range(number))
            )
            for product in products:
                self._in(3, 10, 1, product)
            model = self._model("jxc.cost.layer", jxc_at="2026-06-30")
            before = self.env.cr.sql_log_count
            [(amount,)] = model._read_group(
                [("product_id", "in", products.ids)], [], ["amount:sum"]
            )
            self.assertEqual(amount, 10 * number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[1], 8)

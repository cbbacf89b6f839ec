from contextlib import suppress
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.jxc_cost_ledger import BEGINNING
from .ledger_case import LedgerCase


class Killed(Exception):
    """The process ends here."""


@tagged("post_install", "-at_install")
class TestTakeover(LedgerCase):
    """接管核对: a history that the host valued, before there was a ledger."""

    def _host(self, *moves):
        """As if the host had valued these; nobody has built a ledger."""
        self.env.flush_all()
        products = self.env["product.product"]
        for move, _value in moves:
            products += move.product_id
        self._rows_of(products).unlink()
        for move, value in moves:
            move.value = value
            move.sudo().write({"jxc_cost_known": False, "jxc_cost": 0})
        self.env["jxc.cost.takeover"].begin()
        return products

    def _rows_of(self, products):
        rows = self.env["jxc.cost.row"]
        return rows.search([("product_id", "in", products.ids)])

    def _build(self, limit=50):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["jxc.cost.ledger"]._cron_build(limit)
        self.env.invalidate_all()

    def _found(self, product=None, user=None):
        """[(what, before, right, difference, reason)] of a product."""
        takeover = self.env["jxc.cost.takeover"].with_user(user or self.accountant)
        product = product or self.goods
        rows = takeover.search([("product_id", "=", product.id)], order="at, id")
        return [
            (row.what, row.host_amount, row.amount, row.difference, row.reason)
            for row in rows
            if row.what != "stock"
        ]

    def test_issued_before_it_was_there(self):
        """T5, host 1: 200 before, 260 is right; so with the stock."""
        receipt, late = self._in(10, 100, 1), self._in(30, 480, 3)
        out = self._out(20, 2)
        self._host((receipt, 100), (out, 200), (late, 480))
        self._build()
        self.assertEqual(self._found(), [("out", 200, 260, 60, "short")])
        self.assertEqual(out.value, 260)
        stock = self.env["jxc.cost.takeover"].search(
            [("product_id", "=", self.goods.id), ("what", "=", "stock")]
        )
        self.assertEqual((stock.state, stock.quantity), ("done", 20))
        # It is dated before the product was made: worth nothing, with the host.
        found = (stock.host_amount, stock.amount, stock.difference, stock.reason)
        self.assertEqual(found, (0, 320, 320, "older"))
        self._prove()

    def test_reasons(self):
        """T5: a receipt that is entered late, a cost that is known later, a return,
        cents, goods of the same second."""
        first = self._in(10, 100, 1)
        out = self._out(10, 5)
        late = self._in(10, 200, 3)
        back = self._back(late, 5, 6)
        self._host((first, 100), (out, 100), (late, 200), (back, 50))
        late_goods, self.goods = self.goods, self._goods()
        one, two = self._in(10, 100, 1), self._out(3, 2)
        self._host((one, 100), (two, 27))
        known_later, self.goods = self.goods, self._goods()
        one, two = self._in(3, 10, 1), self._out(2, 2)
        self._host((one, 10), (two, 6.66))
        cents, self.goods = self.goods, self._goods()
        one = self._in(10, 200, 1)
        two, three = self._in(10, 250, 2), self._out(10, 2)
        self._host((one, 200), (two, 250), (three, 250))
        same, self.goods = self.goods, late_goods
        self._build()
        self.assertEqual(
            self._found(),
            [("out", 100, 150, 50, "backdated"), ("out", 50, 100, 50, "returned")],
        )
        self.assertEqual(self._found(known_later), [("out", 27, 30, 3, "later")])
        self.assertEqual(self._found(cents), [("out", 6.66, 6.67, 0.01, "rounding")])
        self.assertEqual(self._found(same), [("out", 250, 225, -25, "moment")])

    def test_nothing_was_wrong(self):
        """T5: a product that was right is listed as done, without a difference."""
        receipt, out = self._in(10, 100, 1), self._out(4, 2)
        self._host((receipt, 100), (out, 40))
        self._build()
        self.assertEqual(self._found(), [])
        rows = self.env["jxc.cost.takeover"].search(
            [("product_id", "=", self.goods.id)]
        )
        self.assertEqual((rows.state, rows.what), ("done", "stock"))

    def test_killed_in_the_middle(self):
        """T5: what is built stays built, the rest waits and is built the next time."""
        products = self.env["product.product"]
        for _number in range(3):
            self.goods = self._goods()
            receipt, out = self._in(10, 100, 1), self._out(4, 2)
            products += self._host((receipt, 100), (out, 10))[:1]
        takeover = self.env["jxc.cost.takeover"]
        done, everything = takeover.progress()
        ledger = type(self.env["jxc.cost.ledger"])
        restate, seen = ledger.restate, []

        def killed(self, company, moments):
            seen.append(len(moments))
            if len(seen) == 3:
                raise Killed
            return restate(self, company, moments)

        # Not assertRaises: it takes back what was done before, too.
        with patch.object(ledger, "restate", killed), suppress(Killed):
            self._build(limit=1)
        self.env.invalidate_all()
        self.assertEqual(len(seen), 3)
        self.assertEqual(takeover.progress(), (done + 2, everything))
        self._build(limit=1)
        self.assertEqual(takeover.progress(), (done + 3, everything))
        for product in products:
            self.assertEqual(self._found(product), [("out", 10, 40, 30, "later")])
            self._prove(product)

    def test_queries(self):
        """T5: twenty movements are taken over with hardly more queries than two."""
        counts = []
        for number in (2, 2, 20):  # the first one warms up
            self.goods = self._goods(standard_price=7)
            moves = [self._in(10, None, 1 + day) for day in range(number)]
            self._host(*((move, 69) for move in moves))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            costing = self.env["jxc.cost.ledger"]
            costing.restate(self.company, {self.goods: BEGINNING})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._found()), number)
        self.assertLess(counts[2], counts[1] + 4)

    def test_who_moves_it_takes_it_over(self):
        """T5: goods that move before the job came to them are compared as they were
        before; the new movement is none of it."""
        receipt, out = self._in(10, 100, 1), self._out(4, 2)
        self._host((receipt, 100), (out, 10))
        stock = self.env["jxc.cost.takeover"].search(
            [("product_id", "=", self.goods.id)]
        )
        picking = self._picking("out", self.goods, 2)
        self._finish(picking)
        self.assertEqual(self._found(), [("out", 10, 40, 30, "later")])
        self.assertEqual((stock.state, stock.quantity, stock.amount), ("done", 6, 60))
        self.assertEqual(picking.move_ids.value, 20)
        self._prove()

    def test_a_new_product_has_nothing_to_take_over(self):
        """T5: what begins with the ledger is not in the list."""
        self._in(10, 100, 1)
        self.env["jxc.cost.takeover"].begin()
        rows = self.env["jxc.cost.takeover"].search(
            [("product_id", "=", self.goods.id)]
        )
        self.assertFalse(rows)

    def test_who_sees_it(self):
        """T5, F2: accountant and manager, of their companies; they take it along as a
        table; nobody writes it."""
        receipt, out = self._in(10, 100, 1), self._out(4, 2)
        self._host((receipt, 100), (out, 10))
        self._build()
        rows = self.env["jxc.cost.takeover"].search(
            [("product_id", "=", self.goods.id), ("what", "=", "out")]
        )
        self.accountant.sudo().group_ids += self.env.ref("base.group_allow_export")
        table = rows.with_user(self.accountant).export_data(
            ["product_id", "host_amount", "amount", "difference", "reason"]
        )
        self.assertEqual(table["datas"][0][1:4], [10, 40, 30])
        for user in (self.accountant, self.manager):
            self.assertTrue(rows.with_user(user).has_access("read"))
            self.assertFalse(rows.with_user(user).has_access("write"))
        for user in (self.keeper, self.salesperson, self.buyer):
            with self.assertRaises(AccessError):
                rows.with_user(user).read(["difference"])
        other = self.env["res.company"].create({"name": "Other"})
        self.accountant.sudo().write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        seen = self.env["jxc.cost.takeover"].with_user(self.accountant)
        seen = seen.with_context(allowed_company_ids=other.ids)
        self.assertFalse(seen.search([("id", "in", rows.ids)]))

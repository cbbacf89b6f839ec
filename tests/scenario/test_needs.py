"""P1: no need is covered twice, and none is forgotten, whatever happens in between."""

import random
from collections import Counter
from dataclasses import dataclass, field

from shop import ShopCase

from odoo import Command
from odoo.tests import tagged

STEPS = 40
#: What happens more often than the rest.
OFTEN = ["_do_sell"] * 6 + ["_do_order", "_do_confirm", "_do_request", "_do_split"]


@dataclass
class Book:
    """What a clerk with pencil and paper knows of one product; the oracle."""

    low: int
    high: int
    shelf: int = 0
    sold: dict = field(default_factory=dict)
    asked: dict = field(default_factory=dict)
    coming: dict = field(default_factory=dict)

    @property
    def available(self):
        return self.shelf - sum(self.sold.values())

    @property
    def covered(self):
        arriving = sum(self.asked.values()) + sum(self.coming.values())
        return self.available + arriving

    def need(self, lasting):
        """Nothing as long as the minimum is there, or will be; but what is needed and
        not ordered yet stays needed up to the maximum."""
        if self.available >= self.low or (self.covered >= self.low and not lasting):
            return 0
        return max(max(self.low, self.high) - self.covered, 0)


@tagged("post_install", "-at_install")
class TestNeeds(ShopCase):
    """Each figure of the oracle comes from what people did, none from the system."""

    def _begin(self, seed):
        self.env["jxc.approval.rule"].search([]).active = False
        self.random = random.Random(seed)
        self.suggestions = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        self.books, self.points = {}, {}
        for number in range(2):
            goods = self._goods(f"需求{seed}-{number}")
            self.books[goods] = Book(low=20, high=50)
            self.points[goods] = (
                self.env["stock.warehouse.orderpoint"]
                .with_user(self.buyer)
                .create(
                    {
                        "product_id": goods.id,
                        "warehouse_id": self.warehouse.id,
                        "location_id": self.shelf.id,
                        "product_min_qty": 20,
                        "product_max_qty": 50,
                    }
                )
            )
            self._do_find(goods, self.books[goods], 30)

    def _of(self, goods, *states):
        return self.suggestions.search(
            [("product_id", "=", goods.id), ("state", "in", states or ("open",))]
        )

    def _any(self, found):
        """One of them, or none."""
        found = list(found)
        return self.random.choice(found) if found else None

    # --- what people do: in the system, and in the book ------------------------------

    def _do_find(self, goods, book, quantity=None):
        quantity = quantity or self.random.randint(-3, 6)
        quantity = max(quantity, -book.available)
        if not quantity:
            return
        self.env["stock.quant"]._update_available_quantity(goods, self.shelf, quantity)
        book.shelf += quantity

    def _do_sell(self, goods, book):
        quantity = min(self.random.randint(1, 20), book.available)
        if quantity <= 0:
            return
        order = (
            self.env["sale.order"]
            .with_user(self.salesperson)
            .create(
                {
                    "partner_id": self.customer.id,
                    "warehouse_id": self.warehouse.id,
                    "order_line": [
                        Command.create(
                            {"product_id": goods.id, "product_uom_qty": quantity}
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        book.sold[order] = quantity

    def _do_ship(self, _goods, book):
        if order := self._any(book.sold):
            self._validate(order.sudo().picking_ids)
            book.shelf -= book.sold.pop(order)

    def _do_unsell(self, _goods, book):
        if order := self._any(book.sold):
            # The host asks who cancels for the purchase behind it: not a salesperson.
            order.with_user(self.manager).with_context(
                disable_cancel_warning=True
            ).action_cancel()
            del book.sold[order]

    def _do_limit(self, goods, book):
        book.low = self.random.randint(0, 40)
        book.high = book.low + self.random.randint(0, 40)
        values = {"product_min_qty": book.low, "product_max_qty": book.high}
        self.points[goods].write(values)

    def _do_request(self, goods, book):
        """A request for quotation by hand."""
        quantity = self.random.randint(1, 12)
        line = {"product_id": goods.id, "product_qty": quantity, "price_unit": 600}
        values = {"partner_id": self.vendor.id, "order_line": [Command.create(line)]}
        values["picking_type_id"] = self.warehouse.in_type_id.id
        order = self.env["purchase.order"].with_user(self.buyer).create(values)
        book.asked[order] = quantity

    def _do_order(self, goods, book):
        if one := self._any(self._of(goods)):
            quantity = one.quantity
            one.action_jxc_order()
            book.asked[one.purchase_id] = quantity

    def _do_confirm(self, _goods, book):
        if order := self._any(book.asked):
            order.button_confirm()
            book.coming[order] = book.asked.pop(order)

    def _do_cancel(self, _goods, book):
        kind = self.random.choice((book.asked, book.coming))
        order = self._any(o for o in kind if len(o.sudo().picking_ids) < 2)
        if order:
            order.button_cancel()
            del kind[order]

    def _do_receive(self, _goods, book):
        if not (order := self._any(book.coming)):
            return
        quantity = self.random.randint(1, int(book.coming[order]))
        picking = order.sudo().picking_ids.filtered(lambda p: p.state == "assigned")
        picking.move_ids.with_user(self.keeper).quantity = quantity
        self._validate(picking)
        book.shelf += quantity
        book.coming[order] -= quantity
        if not book.coming[order]:
            del book.coming[order]

    def _do_split(self, goods, _book):
        one = self._any(s for s in self._of(goods) if s.quantity > 1)
        if one:
            one._split(self.random.randint(1, int(one.quantity) - 1), self.vendor)

    def _do_merge(self, goods, _book):
        if len(parts := self._of(goods)) > 1:
            parts.action_jxc_merge()

    def _do_postpone(self, goods, _book):
        if one := self._any(self._of(goods)):
            one.date_from = "2099-01-01"

    def _do_refuse(self, goods, _book):
        if one := self._any(self._of(goods)):
            one.action_jxc_refuse("不买")

    def _do_reopen(self, goods, _book):
        if one := self._any(self._of(goods, "refused")):
            one.action_jxc_reopen()

    # --- what has to be true whenever needs have been looked at ----------------------

    def _look(self, goods, book, when):
        before, lasting = self._of(goods), bool(self._of(goods, "open", "refused"))
        need, asked = book.need(lasting), sum(before.mapped("need"))
        self.suggestions.action_jxc_refresh()
        found, refused = self._of(goods), self._of(goods, "refused")
        figure = self.env["jxc.stock.availability"]._get(goods, self.warehouse)
        figure = figure[goods.id, self.warehouse.id]
        self.assertEqual(figure.atp, book.available, when)
        open_need = sum(found.mapped("need"))
        self.assertEqual(sum(found.mapped("quantity")), open_need, when)
        if not need:
            self.assertFalse(found | refused, f"{when}: nothing is missing")
        elif refused and not before:
            self.assertFalse(found, f"{when}: what was refused stays so")
        else:
            left = need - sum(refused.mapped("need"))
            self.assertEqual(open_need, max(left, 0), when)
            self.seen["grown"] += 0 < asked < open_need
            self.seen["shrunk"] += asked > open_need > 0
            self.seen["parts"] += len(found) > 1
            self.seen["refused"] += bool(refused)

    def _live(self, seed):
        self._begin(seed)
        doing = {name: getattr(self, name) for name in dir(self) if name[:4] == "_do_"}
        names = [*sorted(doing), *OFTEN]
        for number in range(STEPS):
            goods = self._any(self.books)
            name = self.random.choice(names)
            doing[name](goods, self.books[goods])
            if self.random.random() < 0.6:
                self._look(goods, self.books[goods], f"{seed}/{number} {name}")
        for goods, book in self.books.items():
            self._look(goods, book, f"{seed}, the end")

    def test_random_days(self):
        """P1, P3: three lives of two products, each of forty steps."""
        self.seen = Counter()
        for seed in (1, 2, 3):
            self._live(seed)
        for what in ("grown", "shrunk", "parts", "refused"):
            self.assertTrue(self.seen[what], f"nothing was ever {what}")

"""Sessions that trade in the same few goods at once: what they do in one process.

They look for documents to work on where everybody does, so that now and then two of
them meet on the same order. A refusal is an answer; any other error is a fault.
"""

import contextlib
import random
import threading
import time
from collections import Counter
from functools import partial

import worker  # before whatever imports from odoo
from storm_check import oversold, storm_check  # noqa: F401  serve.py asks for it

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.service.model import call_kw, retrying

#: What a session does, and how often out of twenty times.
MIX = {"order": 8, "change": 3, "cancel": 2, "ship": 5, "take_back": 2}
REFUSALS = ("UserError", "NotEnoughStock")
SKIP = {"skip_backorder": True, "skip_sms": True}
#: Every so often somebody looks whether more is promised than there is.
LOOK = 0.1
UNSHIPPED = [("state", "=", "sale"), ("delivery_status", "=", "pending")]
OUTGOING = [("picking_type_code", "=", "outgoing")]
READY = [("state", "=", "assigned"), *OUTGOING]
SHIPPED = [("state", "=", "done"), ("return_ids", "=", False), *OUTGOING]


class Session:
    """Somebody's calls, each in a transaction of its own, as the server makes them.

    :param day: what all share, see :func:`storm_prepare`
    """

    def __init__(self, registry, day, seed):
        self.registry, self.day = registry, day
        self.random = random.Random(seed)
        self.outcomes, self.accepted, self.faults = Counter(), [], []

    def work(self, attempts):
        for kind in self.random.choices(list(MIX), list(MIX.values()), k=attempts):
            try:
                record = getattr(self, kind)()
                if not record:  # nothing there yet that this could be done to
                    kind, record = "order", self.order()
                self.accepted.append((kind, record))
                self.outcomes[f"{kind} done"] += 1
            except Exception as error:  # noqa: BLE001  it is told, and counted
                refused = type(error).__name__ in REFUSALS
                self.outcomes[f"{kind} {'refused' if refused else 'failed'}"] += 1
                if not refused:
                    self.faults.append(f"{kind}: {error!r}"[:400])

    # --- attempts -----------------------------------------------------------------

    def order(self):
        """Two products in any order, confirmed."""
        lines = [
            Command.create({"product_id": id_, "product_uom_qty": self._pieces(4)})
            for id_ in self.random.sample(self.day["products"], 2)
        ]
        partner_id = self.random.choice(self.day["partners"])
        values = {"partner_id": partner_id, "order_line": lines}
        values["warehouse_id"] = self.day["warehouse"]
        (order_id,) = self._call("seller", "sale.order", "create", [values])
        self._call("seller", "sale.order", "action_confirm", [order_id])
        return order_id

    def change(self):
        """A line of a confirmed order goes up or down."""
        order_id = self._any("sale.order", UNSHIPPED)
        if order_id:
            with transaction(self.registry) as env:
                lines = env["sale.order"].browse(order_id).order_line
                line, quantity = self.random.choice(
                    [(line.id, line.product_uom_qty) for line in lines]
                )
            quantity = max(quantity + self.random.choice((-1, 1, 2)), 1)
            command = Command.update(line, {"product_uom_qty": quantity})
            values = {"order_line": [command]}
            self._call("seller", "sale.order", "write", [order_id], values)
        return order_id

    def cancel(self):
        order_id = self._any("sale.order", UNSHIPPED)
        if order_id:
            self._call("seller", "sale.order", "action_cancel", [order_id])
        return order_id

    def ship(self):
        picking_id = self._any("stock.picking", READY)
        return picking_id and self._validate(picking_id)

    def take_back(self):
        """One piece of each product comes back."""
        picking_id = self._any("stock.picking", SHIPPED)

        def work(env):
            wizard = env["stock.return.picking"].create({"picking_id": picking_id})
            wizard.product_return_moves.quantity = 1
            return wizard.action_create_returns()["res_id"]

        return picking_id and self._validate(self._request("keeper", work))

    # --- what they are made of ------------------------------------------------------

    def _pieces(self, most):
        return self.random.randint(1, most)

    def _any(self, model, domain):
        """One of those that everybody looks at, or none yet."""
        with transaction(self.registry) as env:
            ours = [("partner_id", "in", self.day["partners"])]
            ids = env[model].search([*domain, *ours]).ids
        return self.random.choice(ids) if ids else None

    def _validate(self, picking_id):
        """Where the add-ons do not make the invoice, it is made here."""

        def work(env):
            pickings = env["stock.picking"]
            context = {"context": {**env.context, **SKIP}}
            call_kw(pickings, "button_validate", ([picking_id],), context)
            order = pickings.sudo().browse(picking_id).sale_id
            if self.day["bill"] and order.invoice_status == "to invoice":
                order._create_invoices(final=True)

        self._request("keeper", work)
        return picking_id

    def _call(self, role, model, method, *args):
        return self._request(role, lambda env: call_kw(env[model], method, args, {}))

    def _request(self, role, work):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.day[role], {"lang": "zh_CN"})
            return retrying(partial(work, env), env)


@contextlib.contextmanager
def transaction(registry):
    """A superuser's look at what is committed."""
    with contextlib.closing(registry.cursor()) as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def storm_prepare(database, _measured, products, stock, seller, keeper, bill):
    """Goods, customers, and who trades: ids for :class:`Session`.

    :param bill: whether this is the plain host, whose sessions make the invoices
    """
    with worker.environment(database) as env:
        users = env["res.users"]
        sellers = users.search([("login", "=", seller)])
        if bill:
            # In the plain host, who sells may not cancel what is bought as well.
            sellers.group_ids += env.ref("stock.group_stock_user")
        house = env["stock.warehouse"].search([], order="id", limit=1)
        goods = env["product.product"].create(
            [
                {
                    "name": f"Storm {number}",
                    "is_storable": True,
                    "invoice_policy": "delivery",
                    "list_price": 10,
                    "standard_price": 6,
                }
                for number in range(products)
            ]
        )
        for product in goods:
            env["stock.quant"]._update_available_quantity(
                product, house.lot_stock_id, stock
            )
        day = {
            "products": goods.ids,
            "stock": stock,
            "partners": _customers(env, products),
            "warehouse": house.id,
            "seller": sellers.id,
            "keeper": users.search([("login", "=", keeper)]).id,
            "bill": bill,
        }
        env.cr.commit()
        return day


def _customers(env, number):
    return (
        env["res.partner"].create([{"name": f"Storm {n}"} for n in range(number)]).ids
    )


def storm_sessions(database, _measured, day, sessions, attempts, seed):
    """So many sessions of this process, and one that watches."""
    registry = Registry(database)
    over, start = threading.Event(), threading.Barrier(sessions)
    watch = Counter(looks=0, oversold=0)
    people = [Session(registry, day, seed * 1000 + n) for n in range(sessions)]

    def work(session):
        start.wait(60)
        session.work(attempts)

    threads = [threading.Thread(target=work, args=(one,)) for one in people]
    watcher = threading.Thread(target=_watch, args=(registry, day, over, watch))
    began = time.monotonic()
    for thread in [watcher, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    over.set()
    watcher.join()
    return {
        "seconds": seconds,
        "outcomes": sum((one.outcomes for one in people), Counter()),
        "accepted": [pair for one in people for pair in one.accepted],
        "faults": [fault for one in people for fault in one.faults],
        "watch": watch,
    }


def _watch(registry, day, over, watch):
    """The most that was ever promised beyond what there is, of all products."""
    while not over.wait(LOOK):
        with transaction(registry) as env:
            beyond = sum(oversold(env.cr, day).values())
        watch["looks"] += 1
        watch["oversold"] = max(watch["oversold"], beyond)

"""K1, K6, K8, S5, S6, T1: twenty keepers, one warehouse, the same fifty products."""

import random
import threading
import traceback
from collections import Counter, defaultdict
from time import monotonic
from types import SimpleNamespace
from uuid import uuid4

from keepers import Keeper

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import ROLES
from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

KEEPERS, GOODS, TRACKED, START = 20, 50, 10, 12
#: The days of every other keeper; each has his errands in an order of his own.
DAYS = (
    ("ship", "ship_by_scan", "receive", "count"),
    ("transfer", "receive", "count"),
)
#: What may be said instead of doing it. Whatever else comes out is a fault.
REFUSALS = (UserError, NotEnoughStock)
OPEN = ("draft", "waiting", "confirmed", "partially_available", "assigned")


@tagged("post_install", "-at_install")
class TestWarehouseDay(BaseCase):
    """Sessions that commit. What was moved cannot be deleted, only put out of sight."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.mark = uuid4().hex[:6].upper()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self.day = self._opening(env)
            self.plan_ids = list(self.day.to_post)
            self.day.foreman_id, *self.user_ids = self._keepers(env).ids
        self.addCleanup(self._clean)

    def _env(self, cr, user=SUPERUSER_ID):
        return api.Environment(cr, user, {"tracking_disable": True})

    def _keepers(self, env):
        """A foreman, and those of the keeper's role and no other; without passwords,
        which take long."""
        names = [f"day_{self.mark}_{number}" for number in range(1 + KEEPERS)]
        groups = env.ref("base.group_user") + env.ref(ROLES["keeper"])
        groups = [Command.set(groups.ids)]
        users = env["res.users"].create(
            [{"name": name, "login": name, "group_ids": groups} for name in names]
        )
        users[0].group_ids += env.ref("stock.group_stock_manager")
        return users

    def _opening(self, env):
        """Two bins with some of everything, all of it received; five plans begun."""
        houses = env["stock.warehouse"].create(
            [{"name": f"{self.mark}{n}", "code": f"{self.mark[:4]}{n}"} for n in (1, 2)]
        )
        shelf = houses[0].lot_stock_id
        bins = env["stock.location"].create(
            [{"name": f"{self.mark}-{n}", "location_id": shelf.id} for n in (1, 2)]
        )
        products = env["product.product"].create(
            [
                {
                    "name": f"{self.mark} {n}",
                    "is_storable": True,
                    "tracking": "lot" if n < TRACKED else "none",
                }
                for n in range(GOODS)
            ]
        )
        lots = env["stock.lot"].create(
            [
                {"name": name, "product_id": product.id}
                for product in products[:TRACKED]
                for name in ("L1", "L2")
            ]
        )
        names = [
            (product.id, place.id, lot.id)
            for product in products
            for place in bins
            for lot in lots.grouped("product_id").get(product, [lots.browse()])
        ]
        quants = env["stock.quant"].with_context(inventory_mode=True)
        keys = ("product_id", "location_id", "lot_id")
        quants = quants.create(
            [
                {**dict(zip(keys, name, strict=True)), "inventory_quantity": START}
                for name in names
            ]
        )
        quants.action_apply_inventory()
        plans = env["jxc.stocktake"].create(
            [
                {
                    "warehouse_id": houses[0].id,
                    "scope": "products",
                    "product_ids": [Command.set(products[n::5].ids)],
                    "tolerance_percent": 0,
                }
                for n in range(5)
            ]
        )
        plans.action_start()
        to_count = [
            (plan.id, *name)
            for plan in plans
            for name in names
            if name[0] in plan.product_ids.ids
        ]
        return SimpleNamespace(
            houses=houses.ids,
            kinds={name: houses[0][name].id for name in ("in_type_id", "out_type_id")},
            way_in=(env.ref("stock.stock_location_suppliers").id, shelf.id),
            way_out=(shelf.id, env.ref("stock.stock_location_customers").id),
            bins=bins.ids,
            products=products.ids,
            lot_names=["L1", "L2", "L3"],
            to_count=random.Random(1).sample(to_count, len(to_count)),
            to_post=plans.ids,
        )

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            goods = [("product_id", "in", self.day.products), ("state", "in", OPEN)]
            env["stock.move"].search(goods)._action_cancel()
            env["product.product"].browse(self.day.products).active = False
            env["res.users"].browse(
                [*self.user_ids, self.day.foreman_id]
            ).active = False

    # --- the day --------------------------------------------------------------------

    def _work(self):
        """Everybody at once; what each errand came to, by kind."""
        outcomes, faults, keepers = Counter(), [], []
        start = threading.Barrier(KEEPERS)

        def work(keeper, errands):
            start.wait(60)
            for errand in errands:
                try:
                    getattr(keeper, errand)()
                    outcomes[errand, "done"] += 1
                except Exception as error:  # noqa: BLE001  any other fails the test
                    if type(error) not in REFUSALS:
                        faults.append(f"{errand}: {traceback.format_exc()}")
                    outcomes[errand, "refused"] += 1

        threads = []
        for number, user_id in enumerate(self.user_ids):
            keeper = Keeper(self.registry, user_id, number, self.day)
            day = DAYS[number % 2]
            errands = random.Random(number).sample(day, len(day))
            if number < len(self.plan_ids):
                errands.append("post")
            keepers.append(keeper)
            args = (keeper, errands)
            threads.append(threading.Thread(target=work, args=args, daemon=True))
        deadline = monotonic() + 300
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(max(deadline - monotonic(), 0))
        self.assertFalse([t for t in threads if t.is_alive()], "a session hangs")
        return keepers, outcomes, faults

    def test_everything_agrees_at_the_end(self):
        """K1, K6, K8, S5, S6, T1: quants, done moves and the ledger say the same of
        every product, lot and place; nothing is negative, over-reserved, lost or
        half done, and who is refused is told so in words."""
        keepers, outcomes, faults = self._work()
        self.assertEqual(faults, [])
        for errand in {*DAYS[0], *DAYS[1], "post"}:
            self.assertGreater(outcomes[errand, "done"], 0, errand)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self._check_stock(env)
            self._check_reserved(env)
            self._check_documents(env)
            self._check_counts(env, keepers)

    # --- what must be true ----------------------------------------------------------

    def _sums(self, groups):
        """{(product, place, lot): quantity}, without those of nothing."""
        sums = defaultdict(float)
        for *key, quantity in groups:
            sums[tuple(record.id for record in key)] += quantity
        return {key: quantity for key, quantity in sums.items() if round(quantity, 6)}

    def _grouped(self, env, model, domain, *names, place="location_id"):
        domain = [("product_id", "in", self.day.products), *domain]
        keys = ["product_id", place, "lot_id"]
        return env[model]._read_group(domain, keys, [f"{name}:sum" for name in names])

    def _check_stock(self, env):
        usages = [("location_id.usage", "in", ("internal", "transit"))]
        on_hand = self._sums(self._grouped(env, "stock.quant", usages, "quantity"))
        self.assertEqual([key for key, qty in on_hand.items() if qty < 0], [])
        done, lines = [("state", "=", "done")], "stock.move.line"
        amount = "quantity_product_uom"
        gone = self._grouped(env, lines, done, amount)
        come = self._grouped(env, lines, done, amount, place="location_dest_id")
        moved = self._sums([*come, *((*key, -qty) for *key, qty in gone)])
        inside = {key[1] for key in on_hand}
        places = env["stock.location"].browse({key[1] for key in moved})
        inside |= set(places.filtered(lambda p: p.usage in ("internal", "transit")).ids)
        self.assertEqual(on_hand, {k: q for k, q in moved.items() if k[1] in inside})
        internal = places.filtered(lambda p: p.usage == "internal").ids
        on_shelves = {key: qty for key, qty in on_hand.items() if key[1] in internal}
        self.assertEqual(self._closing(env), on_shelves)

    def _closing(self, env):
        """What the ledger says last of each product, place and lot."""
        env = env(context={**env.context, "jxc_level": "location_lot"})
        goods = [("product_id", "in", self.day.products)]
        rows = env["jxc.stock.ledger"].search(goods, order="date, id")
        last = {(r.product_id, r.location_id, r.lot_id): r.balance for r in rows}
        summary = env["jxc.stock.summary"].search(goods)
        closing = [(r.product_id, r.location_id, r.lot_id, r.closing) for r in summary]
        last = self._sums((*key, balance) for key, balance in last.items())
        self.assertEqual(self._sums(closing), last)
        return last

    def _check_reserved(self, env):
        shelves = [("location_id.usage", "in", ("internal", "transit"))]
        names = ("reserved_quantity", "quantity")
        quants = self._grouped(env, "stock.quant", shelves, *names)
        reserved = self._sums((*key, held) for *key, held, _on_hand in quants)
        lines = [*shelves, ("state", "in", OPEN)]
        held = self._grouped(env, "stock.move.line", lines, "quantity_product_uom")
        self.assertEqual(reserved, self._sums(held))
        over = [key for *key, held, on_hand in quants if held > on_hand]
        self.assertEqual(over, [])

    def _check_documents(self, env):
        """Whole or not at all: no document is half posted."""
        moves = env["stock.move"].search([("product_id", "in", self.day.products)])
        for picking in moves.picking_id:
            states = set(picking.move_ids.mapped("state"))
            if "done" in states:
                self.assertLessEqual(states, {"done", "cancel"}, picking.name)
                self.assertEqual(picking.state, "done")
        for line in moves.jxc_transfer_line_id:
            self.assertEqual(line.shipped, line.received + line.in_transit)
            self.assertLessEqual(line.shipped + line.to_ship, line.quantity)

    def _check_counts(self, env, keepers):
        """Every count that was taken is there once, and in what was posted."""
        accepted = {}
        for keeper in keepers:
            accepted |= keeper.accepted
        domain = [("stocktake_id", "in", self.plan_ids)]
        counts = env["jxc.stocktake.count"].search(domain)
        self.assertEqual(sorted(counts.mapped("client_id")), sorted(accepted))
        for line, taken in counts.grouped("line_id").items():
            told = sum(accepted[count.client_id]["quantity"] for count in taken)
            self.assertEqual(line.counted_quantity, told)
        plans = counts.stocktake_id.filtered(lambda plan: plan.state == "posted")
        for line in plans.line_ids.filtered("counted_at"):
            moves = env["stock.move"].search([("jxc_stocktake_line_id", "=", line.id)])
            self.assertEqual(sum(moves.mapped("quantity")), abs(line.difference))

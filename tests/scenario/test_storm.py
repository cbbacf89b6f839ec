"""K4, K5 under load: a thousand movements, twenty sessions, two hundred products."""

import contextlib
import random
import threading
from time import monotonic
from uuid import uuid4

from psycopg2 import Error
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user

SESSIONS, MOVES_AT_ONCE = 20, 5
START, MINIMUM = 20, 15
#: What happens to a product in the storm, by what it comes down to.
SINKS = [-2, -2, -2, -2, -2]  # 10: in breach, and never again not
DIPS = [-8, +2, +2, +2, +2]  # 20: in breach for a while or not, as it comes
SAFE = [-1, +1, -1, +1, -1]  # never in breach


@tagged("post_install", "-at_install")
class TestStorm(BaseCase):
    """Keepers' sessions that commit, and evaluations in between, one of them killed.

    What was moved cannot be deleted, only put out of sight.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            name = uuid4().hex[:8]
            user = new_role_user(env, "keeper", f"test_storm_{name}")
            house = env["stock.warehouse"].search([], limit=1, order="id")
            products = env["product.product"].create(
                [{"name": f"{name} {n}", "is_storable": True} for n in range(200)]
            )
            limits = {"product_min_qty": MINIMUM, "product_max_qty": 1000}
            limits |= {"warehouse_id": house.id, "location_id": house.lot_stock_id.id}
            env["stock.warehouse.orderpoint"].create(
                [{"product_id": product.id, **limits} for product in products]
            )
            for product in products:
                env["stock.quant"]._update_available_quantity(
                    product, house.lot_stock_id, START
                )
            self.rule_id = env.ref("jxc_stock.jxc_alert_rule_below_min").id
            self.user_id, self.house_id, self.ids = user.id, house.id, products.ids
        self.addCleanup(self._clean)
        self._evaluate_all()

    def _env(self, cr, user=SUPERUSER_ID):
        return api.Environment(cr, user, {"tracking_disable": True})

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            goods = [("product_id", "in", self.ids)]
            env["stock.warehouse.orderpoint"].search(goods).unlink()
            env["product.product"].browse(self.ids).active = False
            env["res.users"].browse(self.user_id).active = False
            env["jxc.alert.mark"]._process()
            env["jxc.alert"].search([("key", "in", self._keys(self.ids))]).unlink()
            env["jxc.purchase.suggestion"].search(goods).unlink()

    def _keys(self, ids):
        return [f"{product_id}:{self.house_id}" for product_id in ids]

    def _in_session(self, work, user=SUPERUSER_ID):
        """In a transaction of its own, run again where it has to be."""
        with self.registry.cursor() as cr:
            env = self._env(cr, user)
            return retrying(lambda: work(env), env)

    def _move(self, quantities):
        """One transaction that moves several products, as a transfer does."""

        def work(env):
            keys = self._keys(product_id for product_id, _qty in quantities)
            env["jxc.lock"].wait_turn(f"promise:{key}" for key in keys)
            shelf = env["stock.warehouse"].browse(self.house_id).lot_stock_id.id
            ends = {
                True: env.ref("stock.stock_location_suppliers").id,
                False: env.ref("stock.stock_location_customers").id,
            }
            values = []
            for product_id, qty in quantities:
                outside = ends[qty > 0]
                source, target = (outside, shelf) if qty > 0 else (shelf, outside)
                values.append(
                    {
                        "product_id": product_id,
                        "product_uom_qty": abs(qty),
                        "location_id": source,
                        "location_dest_id": target,
                    }
                )
            moves = env["stock.move"].sudo().create(values)
            moves._action_confirm(merge=False)
            moves._action_assign()
            for move in moves:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            moves._action_done()

        self._in_session(work, self.user_id)

    def _evaluate_all(self):
        self._in_session(lambda env: env["jxc.alert.mark"]._process())

    def _evaluate_and_die(self):
        """A worker is killed between taking marks and its commit.

        :return: whether there was something it had taken.
        """
        with self.assertRaises(Error), self.registry.cursor() as cr:
            marks = self._env(cr)["jxc.alert.mark"]
            taken = marks._process_batch(marks._last_mark())
            cr.execute("SELECT pg_backend_pid()")
            (backend,) = cr.fetchone()
            with self.registry.cursor() as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            cr.execute("SELECT 1")
        return bool(taken)

    def _storm(self, transactions, faults):
        """Twenty sessions share the transactions, two more evaluate meanwhile."""
        over, start = threading.Event(), threading.Barrier(SESSIONS + 2)

        def keeper(share):
            start.wait(60)
            for quantities in share:
                self._move(quantities)

        def evaluator(_share):
            start.wait(60)
            while not over.wait(0.05):
                # Who comes second too often leaves the marks to the next run.
                with contextlib.suppress(SerializationFailure):
                    self._evaluate_all()

        def run(job, share):
            try:
                job(share)
            except Exception as error:  # noqa: BLE001  any fault fails the test
                faults.append(f"{job.__name__}: {error!r}")

        keepers = [
            threading.Thread(target=run, args=(keeper, transactions[at::SESSIONS]))
            for at in range(SESSIONS)
        ]
        evaluators = [
            threading.Thread(target=run, args=(evaluator, None)) for _n in range(2)
        ]
        deadline = monotonic() + 900
        for thread in keepers + evaluators:
            thread.daemon = True
            thread.start()
        for thread in keepers:
            thread.join(max(deadline - monotonic(), 0))
        over.set()
        for thread in evaluators:
            thread.join(60)
        if any(thread.is_alive() for thread in keepers + evaluators):
            faults.append("a session hangs")

    def _transactions(self, plan):
        """The movements of {product: quantities}, in any order, some at a time."""
        rounds = max(map(len, plan.values()))
        shuffler, found = random.Random(7), []
        for number in range(rounds):
            moves = [(p, qty[number]) for p, qty in plan.items() if number < len(qty)]
            shuffler.shuffle(moves)
            found += [moves[n::40] for n in range(40)]
        return [moves for moves in found if moves]

    def _alerts(self, ids, *states):
        with self.registry.cursor() as cr:
            alerts = self._env(cr)["jxc.alert"].search(
                [
                    ("rule_id", "=", self.rule_id),
                    ("key", "in", self._keys(ids)),
                    ("state", "in", states or ("open", "acknowledged", "closed")),
                ]
            )
            return sorted(alerts.mapped("key"))

    def test_each_breach_is_one_alert_and_closes(self):
        """K4, K5: nothing lost, nothing twice, whatever is moved and killed meanwhile;
        and closed after recovery."""
        sinks, dips, safe = self.ids[:100], self.ids[100:150], self.ids[150:]
        plan = dict.fromkeys(sinks, SINKS) | dict.fromkeys(dips, DIPS)
        transactions = self._transactions(plan | dict.fromkeys(safe, SAFE))
        self.assertEqual(sum(map(len, transactions)), 1000)
        self.assertLessEqual({len(moves) for moves in transactions}, {MOVES_AT_ONCE})
        faults = []
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            self._storm(transactions, faults)
            self.assertEqual(faults, [])
            self._evaluate_all()
            once = sorted(self._keys(sinks))
            self.assertEqual(self._alerts(sinks), once, "one each, never closed")
            self.assertEqual(self._alerts(dips, "open"), [])
            self.assertEqual(self._alerts(safe), [])

            recovery = [(product_id, START) for product_id in sinks]
            for at in range(10):
                self._move(recovery[at::10])
            self.assertTrue(self._evaluate_and_die())
            self.assertEqual(self._alerts(sinks, "open"), once, "rolled back")
            self._evaluate_all()
        self.assertEqual(self._alerts(sinks, "open"), [])
        self.assertEqual(self._alerts(sinks, "closed"), once)

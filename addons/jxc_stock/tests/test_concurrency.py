import threading
from collections import Counter
from functools import partial
from time import monotonic
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user

DONE, REFUSED = "done", "refused"
SKIP = {"skip_backorder": True, "skip_sms": True}


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """S5, S6 under load: keepers' sessions with cursors of their own, that commit.

    What was shipped cannot be deleted, only put out of sight.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            warehouse = env["stock.warehouse"].search([], limit=1)
            self.kind_id = warehouse.out_type_id.id
            self.receipts_id = warehouse.in_type_id.id
            self.shelf_id = warehouse.lot_stock_id.id
            self.vendors_id = env.ref("stock.stock_location_suppliers").id
            self.customers_id = env.ref("stock.stock_location_customers").id
            user = new_role_user(env, "keeper", f"test_concurrency_{uuid4().hex}")
            self.user_id = user.id
            product = env["product.product"].create(
                {"name": "Hot Item", "is_storable": True}
            )
            self.product_id = product.id
        self.addCleanup(self._clean)

    def _env(self, cr, user=SUPERUSER_ID, **context):
        return api.Environment(cr, user, {"tracking_disable": True, **context})

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            moves = env["stock.move"].search(self._domain())
            moves.filtered(lambda m: m.state != "done").picking_id.action_cancel()
            env["product.product"].browse(self.product_id).active = False
            env["res.users"].browse(self.user_id).active = False

    def _domain(self):
        return [("product_id", "=", self.product_id)]

    def _stock(self, quantity):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(self.product_id),
                env["stock.location"].browse(self.shelf_id),
                quantity,
            )

    def _deliveries(self, count, typed=None):
        """Deliveries of one each, confirmed; ``typed`` is what the keeper enters."""
        places = (self.shelf_id, self.customers_id)
        return self._pickings(count, self.kind_id, places, typed)

    def _receipts(self, count):
        places = (self.vendors_id, self.shelf_id)
        return self._pickings(count, self.receipts_id, places)

    def _pickings(self, count, kind_id, places, typed=None):
        with self.registry.cursor() as cr:
            env = self._env(cr, self.user_id)
            places = dict(zip(("location_id", "location_dest_id"), places, strict=True))
            move = {"product_id": self.product_id, "product_uom_qty": 1, **places}
            values = {"picking_type_id": kind_id, "move_ids": [Command.create(move)]}
            pickings = env["stock.picking"].create(
                [values | places for _index in range(count)]
            )
            pickings.action_confirm()
            if typed is not None:
                pickings.do_unreserve()
            return pickings.ids

    def _sessions(self, jobs):
        """Run each list of calls (model, method, args, context) as the server does:
        in a session of its own, through the RPC layer and its retries.

        :return: a Counter of outcomes, and how many attempts were run again.
        """
        outcomes, again, start = [], Counter(), threading.Barrier(len(jobs))

        def session(calls):
            start.wait(30)
            for at, (model, method, args, context) in enumerate(calls):
                tries = 0

                def run(env, call):
                    nonlocal tries
                    tries += 1
                    return call(env)

                with self.registry.cursor() as cr:
                    env = self._env(cr, self.user_id, **context)
                    kwargs = {"context": {**context, "tracking_disable": True}}
                    call = partial(call_kw, env[model], method, args, kwargs)
                    try:
                        retrying(partial(run, env, lambda _env, c=call: c()), env)
                        outcomes.append(DONE)
                    except UserError:
                        outcomes.append(REFUSED)
                        cr.rollback()
                    except Exception as error:  # noqa: BLE001  any other is a fault
                        outcomes.append(repr(error))
                        cr.rollback()
                again[at] += tries - 1

        threads = [
            threading.Thread(target=session, args=(job,), daemon=True) for job in jobs
        ]
        deadline = monotonic() + 120
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(max(deadline - monotonic(), 0))
        self.assertFalse([t for t in threads if t.is_alive()], "a session hangs")
        return Counter(outcomes), again.total()

    def _assert_stock(self, on_hand):
        """One row, which says what lies there and what the open lines hold of it."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            quants = env["stock.quant"].search(
                [*self._domain(), ("location_id", "=", self.shelf_id)]
            )
            self.assertEqual(len(quants), 1, "one place, one row")
            self.assertEqual(quants.quantity, on_hand)
            lines = env["stock.move.line"].search(
                [*self._domain(), ("state", "not in", ("done", "cancel"))]
            )
            held = sum(lines.mapped("quantity"))
            self.assertEqual(quants.reserved_quantity, held)

    def _validate(self, picking_id):
        return "stock.picking", "button_validate", [[picking_id]], SKIP

    def test_many_ship_the_same_product_at_once(self):
        """S6: sixteen keepers ship two deliveries each; none is turned away, and
        they wait for each other instead of starting over."""
        self._stock(40)
        ids = self._deliveries(32)
        outcome, again = self._sessions(
            [[self._validate(i) for i in ids[at::16]] for at in range(16)]
        )
        self.assertEqual(outcome, {DONE: 32})
        self.assertEqual(again, 0, "who waits in line does not start over")
        self._assert_stock(8)

    def test_many_receive_and_ship_the_same_product_at_once(self):
        """S5: what is being added to a place stays one figure with what is taken from
        it: the host would write a second one beside it."""
        self._stock(8)
        ids = [*self._deliveries(8), *self._receipts(8)]
        outcome, again = self._sessions([[self._validate(i)] for i in ids])
        self.assertEqual(outcome, {DONE: 16})
        self.assertEqual(again, 0, "who waits in line does not start over")
        self._assert_stock(8)

    def test_many_confirm_at_once(self):
        """S6: who confirms waits in line too, and nothing is reserved twice."""
        self._stock(5)
        ids = self._deliveries(8, typed=0)
        assign = ("stock.picking", "action_assign")
        outcome, again = self._sessions([[(*assign, [[i]], {})] for i in ids])
        self.assertEqual(outcome, {DONE: 8})
        self.assertEqual(again, 0, "who waits in line does not start over")
        self._assert_stock(5)

    def test_of_many_who_type_in_the_last_ones_some_pass(self):
        """S2: five there, nothing reserved; twelve keepers type in one and ship."""
        self._stock(5)
        ids = self._deliveries(12, typed=1)
        with self.registry.cursor() as cr:
            pickings = self._env(cr)["stock.picking"].browse(ids)
            moves = dict(zip(ids, pickings.mapped("move_ids.id"), strict=True))
        jobs = [
            [
                ("stock.move", "write", [[moves[i]], {"quantity": 1}], {}),
                self._validate(i),
            ]
            for i in ids
        ]
        outcome, _again = self._sessions(jobs)
        self.assertEqual(set(outcome), {DONE, REFUSED})
        with self.registry.cursor() as cr:
            pickings = self._env(cr)["stock.picking"].browse(ids)
            self.assertEqual(Counter(pickings.mapped("state"))["done"], 5)
        self._assert_stock(0)

    def test_a_count_and_shipments_at_once(self):
        """K6: a count of twenty is applied while ten are shipped. Either it comes
        first, or it is refused as out of date; no shipment is undone."""
        self._stock(20)
        ids = self._deliveries(10)
        counting = {"inventory_mode": True}
        with self.registry.cursor() as cr:
            quant = self._env(cr, self.user_id, **counting)["stock.quant"].search(
                [*self._domain(), ("location_id", "=", self.shelf_id)]
            )
            quant.inventory_quantity = 19
        apply = "stock.quant", "action_apply_inventory", [quant.ids], counting
        outcome, again = self._sessions([[apply], *([self._validate(i)] for i in ids)])
        applied = not outcome[REFUSED]
        self.assertEqual(outcome[DONE], 11 if applied else 10)
        self.assertEqual(outcome.total(), 11)
        self.assertEqual(again, 0, "who waits in line does not start over")
        self._assert_stock(9 if applied else 10)

    def test_returns_of_one_delivery_at_once(self):
        """S5: one went out, four keepers take one back; also where no stock is kept,
        so that nobody waits for the goods, one does."""
        with self.registry.cursor() as cr:
            product = self._env(cr)["product.product"].browse(self.product_id)
            product.is_storable = False
        [shipped] = self._deliveries(1)
        self._sessions([[self._validate(shipped)]])
        with self.registry.cursor() as cr:
            returns = self._env(
                cr, self.user_id, active_id=shipped, active_model="stock.picking"
            )["stock.return.picking"]
            pickings = self._env(cr, self.user_id)["stock.picking"]
            for _index in range(4):
                wizard = returns.create({})
                wizard.product_return_moves.quantity = 1
                pickings += pickings.browse(wizard.action_create_returns()["res_id"])
            pickings.move_ids.picked = True
            ids = pickings.ids
        outcome, _again = self._sessions([[self._validate(i)] for i in ids])
        self.assertEqual(outcome, {DONE: 1, REFUSED: 3})

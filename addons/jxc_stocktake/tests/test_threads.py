from datetime import timedelta
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import run_sessions


@tagged("post_install", "-at_install")
class TestStocktakeThreads(BaseCase):
    """Sessions of their own, that commit; what they made is archived."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        mark = uuid4().hex[:6].upper()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            house = env["stock.warehouse"].search([], limit=1)
            user = new_role_user(env, "manager", f"threads_{mark}")
            place = house.lot_stock_id.copy({"name": mark, "barcode": False})
            product = env["product.product"].create(
                {"name": f"Counted {mark}", "is_storable": True}
            )
            env["stock.quant"]._update_available_quantity(product, place, 10)
            plan = (
                env["jxc.stocktake"]
                .with_user(user)
                .create(
                    {
                        "warehouse_id": house.id,
                        "scope": "locations",
                        "location_ids": [(6, 0, place.ids)],
                        "tolerance_percent": 0,
                    }
                )
            )
            plan.action_start()
            self.user_id, self.place_id, self.product_id, self.plan_id = (
                user.id,
                place.id,
                product.id,
                plan.id,
            )
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            quants = env["stock.quant"].search([("location_id", "=", self.place_id)])
            quants.with_context(inventory_mode=True).inventory_quantity = 0
            quants.action_apply_inventory()
            env["product.product"].browse(self.product_id).active = False
            env["res.users"].browse(self.user_id).active = False
            env["stock.location"].browse(self.place_id).active = False

    def _count(self, quantity):
        return {
            "client_id": str(uuid4()),
            "stocktake_id": self.plan_id,
            "product_id": self.product_id,
            "location_id": self.place_id,
            "quantity": quantity,
            "kind": "add",
        }

    def _sessions(self, jobs):
        return run_sessions(self.registry, self.user_id, jobs)

    def _line(self, cr):
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env["jxc.stocktake"].browse(self.plan_id).line_ids

    def test_counted_by_four_and_posted_twice_at_once(self):
        """K6, K8: nothing is lost or doubled when four count the same place at once,
        deliver twice, and press Post at the same moment."""
        counts = [self._count(2) for _index in range(8)]
        deliveries = [counts[index : index + 2] for index in range(0, 8, 2)]
        jobs = [[("jxc.stocktake", "jxc_push", [some])] for some in deliveries]
        self.assertEqual(self._sessions(jobs + jobs[:2]), [None] * 6)
        with self.registry.cursor() as cr:
            line = self._line(cr)
            self.assertEqual(line.counted_quantity, 16)
            self.assertEqual(len(line.count_ids), 8)
            line.stocktake_id.action_review()
        post = [("jxc.stocktake", "action_post", [[self.plan_id]])]
        outcomes = self._sessions([post, post, post])
        self.assertEqual(outcomes.count(None), 1)
        self.assertEqual(sum(isinstance(o, UserError) for o in outcomes), 2)
        with self.registry.cursor() as cr:
            plan = self._line(cr).stocktake_id
            self.assertEqual(plan.adjustment_ids.move_ids.mapped("quantity"), [6])

    def _shipments(self, number):
        """Transfers of one each to a customer, ready to be validated."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {"tracking_disable": True})
            place = env["stock.location"].browse(self.place_id)
            customers = env.ref("stock.stock_location_customers")
            ends = {"location_id": place.id, "location_dest_id": customers.id}
            move = ends | {"product_id": self.product_id, "product_uom_qty": 1}
            values = {"picking_type_id": place.warehouse_id.out_type_id.id, **ends}
            values["move_ids"] = [(0, 0, move)]
            pickings = env["stock.picking"].create(
                [dict(values) for _one in range(number)]
            )
            pickings.action_confirm()
            pickings.action_assign()
            pickings.move_ids.picked = True
            return pickings.ids

    def test_shipped_while_it_is_counted_and_posted(self):
        """K6, K8: one of ten is missing; five are shipped by others while it is counted
        and while it is posted, and one is lost at the end, no more and no less."""
        with self.registry.cursor() as cr:
            line = self._line(cr)
            start = fields.Datetime.now() - timedelta(minutes=5)
            line.stocktake_id.started_at = start
        when = fields.Datetime.to_string(start + timedelta(minutes=1))
        counts = [self._count(3) | {"device_time": when} for _index in range(3)]
        pickings = self._shipments(5)
        ships = [[("stock.picking", "button_validate", [[one]])] for one in pickings]
        jobs = [[("jxc.stocktake", "jxc_push", [[count]])] for count in counts]
        self.assertEqual(self._sessions(jobs + ships[:3]), [None] * 6)
        review = [("jxc.stocktake", "action_review", [[self.plan_id]])]
        self.assertEqual(self._sessions([review]), [None])
        post = [("jxc.stocktake", "action_post", [[self.plan_id]])]
        self.assertEqual(self._sessions([post, *ships[3:]]), [None] * 3)
        with self.registry.cursor() as cr:
            line = self._line(cr)
            self.assertEqual((line.counted_quantity, line.difference), (9, -1))
            moves = line.stocktake_id.adjustment_ids.move_ids
            self.assertEqual(moves.mapped("quantity"), [1])
            quants = line.env["stock.quant"].search(
                [("location_id", "=", self.place_id)]
            )
            self.assertEqual(sum(quants.mapped("quantity")), 4)

    def test_a_cycle_that_two_workers_find_due(self):
        """K6: the cron of two servers, and a button besides, make one stock-take."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            house = env["stock.location"].browse(self.place_id).warehouse_id
            cycle = env["jxc.stocktake.cycle"].create(
                {"name": "Worked twice", "warehouse_id": house.id}
            )
            env["jxc.stocktake"].browse(self.plan_id).action_cancel()
            cycle_id = cycle.id
        model = "jxc.stocktake.cycle"
        jobs = [[(model, "action_make", [[cycle_id]])] for _session in range(4)]
        outcomes = self._sessions(jobs)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 3)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            cycle = env[model].browse(cycle_id)
            self.assertEqual(len(cycle.stocktake_ids), 1)
            self.assertEqual(cycle.stocktake_ids.state, "counting")
            cycle.stocktake_ids.action_cancel()
            cycle.active = False

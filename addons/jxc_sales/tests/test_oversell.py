from collections import Counter
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import run_sessions
from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

SOLD, REFUSED = "sold", "refused"


@tagged("post_install", "-at_install")
class TestOversell(BaseCase):
    """S2 under concurrency: sessions with cursors of their own, that commit.

    Every test brings its own product and takes it away again.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        login = f"test_oversell_{uuid4().hex}"
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            self.warehouse_id = env["stock.warehouse"].search([], limit=1).id
            user = new_role_user(env, "salesperson", login)
            user.group_ids |= env.ref("jxc_base.group_jxc_stock_keeper")
            self.user_id = user.id
            self.partner_id = env["res.partner"].create({"name": "Oversell"}).id
            self.product_id = (
                env["product.product"]
                .create({"name": "Hot Item", "is_storable": True, "list_price": 10.0})
                .id
            )
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            product = env["product.product"].browse(self.product_id)
            orders = env["sale.order"].search([("partner_id", "=", self.partner_id)])
            if "done" in orders.picking_ids.mapped("state"):
                # What was shipped cannot be deleted, only put out of sight.
                product.active = False
                env["res.users"].browse(self.user_id).active = False
                return
            pickings = orders.picking_ids
            orders.filtered(lambda order: order.state == "sale")._action_cancel()
            pickings.unlink()
            orders.unlink()
            env["stock.quant"].search([("product_id", "=", product.id)]).unlink()
            env["stock.move"].search([("product_id", "=", product.id)]).unlink()
            product.unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            user = env["res.users"].browse(self.user_id)
            partner = user.partner_id
            user.unlink()
            partner.unlink()

    def _stock(self, quantity):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            warehouse = env["stock.warehouse"].browse(self.warehouse_id)
            product = env["product.product"].browse(self.product_id)
            env["stock.quant"]._update_available_quantity(
                product, warehouse.lot_stock_id, quantity
            )

    def _orders(self, count, quantity=1, confirm=False):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {"tracking_disable": True})
            line = {"product_id": self.product_id, "product_uom_qty": quantity}
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": self.partner_id,
                        "warehouse_id": self.warehouse_id,
                        "order_line": [Command.create(line)],
                    }
                    for _index in range(count)
                ]
            )
            if confirm:
                orders.action_confirm()
            return orders.ids

    def _sessions(self, *jobs, context=None):
        """:return: a Counter of the outcomes of these sessions."""
        outcomes = run_sessions(self.registry, self.user_id, jobs, context)
        return Counter(
            SOLD
            if error is None
            else REFUSED
            if isinstance(error, NotEnoughStock)
            else repr(error)
            for error in outcomes
        )

    def _assert_stock(self, on_hand, promised):
        """On hand, reserved and available agree, and no quant leaked."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            quants = env["stock.quant"].search(
                [
                    ("product_id", "=", self.product_id),
                    ("location_id.usage", "=", "internal"),
                ]
            )
            self.assertEqual(len(quants), 1, "one place, one row")
            self.assertEqual(quants.quantity, on_hand)
            self.assertEqual(quants.reserved_quantity, promised)
            moves = env["stock.move"].search([("product_id", "=", self.product_id)])
            open_moves = moves.filtered(lambda m: m.state not in ("done", "cancel"))
            self.assertEqual(sum(open_moves.mapped("product_qty")), promised)
            product = env["product.product"].browse(self.product_id)
            warehouse = env["stock.warehouse"].browse(self.warehouse_id)
            figures = env["jxc.stock.availability"]._get(product, warehouse)
            self.assertEqual(figures[product.id, warehouse.id].atp, on_hand - promised)

    def _confirm(self, *ids):
        return "sale.order", "action_confirm", [list(ids)]

    def test_twenty_sessions_sell_fifty_units_fifty_times(self):
        """S2: 200 attempts on 50 units by 20 sessions: 50 are sold, all others are
        told so, and nobody meets another error."""
        self._stock(50)
        ids = self._orders(200)
        outcome = self._sessions(
            *([self._confirm(i) for i in ids[at::20]] for at in range(20))
        )
        self.assertEqual(outcome, {SOLD: 50, REFUSED: 150})
        self._assert_stock(50, 50)

    def test_of_two_orders_one_passes(self):
        """S2: 6 and 6 of 10, confirmed at the same moment."""
        self._stock(10)
        one, two = self._orders(2, 6)
        outcome = self._sessions([self._confirm(one)], [self._confirm(two)])
        self.assertEqual(outcome, {SOLD: 1, REFUSED: 1})
        self._assert_stock(10, 6)

    def test_of_two_batches_one_passes(self):
        """S2: two batches of 3 × 2 units of 10, at the same moment."""
        self._stock(10)
        ids = self._orders(6, 2)
        outcome = self._sessions([self._confirm(*ids[:3])], [self._confirm(*ids[3:])])
        self.assertEqual(outcome, {SOLD: 1, REFUSED: 1})
        self._assert_stock(10, 6)

    def test_of_two_increases_one_passes(self):
        """S2: two confirmed orders of 3 go to 6 at the same moment, of 10."""
        self._stock(10)
        ids = self._orders(2, 3, confirm=True)
        with self.registry.cursor() as cr:
            orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(ids)
            lines = orders.order_line.ids
        vals = {"product_uom_qty": 6}
        outcome = self._sessions(
            *([("sale.order.line", "write", [[line], vals])] for line in lines)
        )
        self.assertEqual(outcome, {SOLD: 1, REFUSED: 1})
        self._assert_stock(10, 9)

    def test_of_two_added_lines_one_passes(self):
        """S2: two confirmed orders get another 3 each at the same moment, of 10."""
        self._stock(10)
        ids = self._orders(2, 3, confirm=True)
        line = {"product_id": self.product_id, "product_uom_qty": 3}
        vals = {"order_line": [Command.create(line)]}
        outcome = self._sessions(
            *([("sale.order", "write", [[order], vals])] for order in ids)
        )
        self.assertEqual(outcome, {SOLD: 1, REFUSED: 1})
        self._assert_stock(10, 9)

    def test_cancelling_beside_confirming(self):
        """S2: five keepers give back what five salespeople promise; the quant stays
        one, and what is reserved on it is what the deliveries hold."""
        self._stock(30)
        given, taken = self._orders(20, confirm=True), self._orders(10)
        with self.registry.cursor() as cr:
            orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(given)
            given = orders.picking_ids.ids
        jobs = [
            [("stock.picking", "action_cancel", [[i]]) for i in given[at::5]]
            for at in range(5)
        ]
        jobs += [[self._confirm(i) for i in taken[at::5]] for at in range(5)]
        self.assertEqual(self._sessions(*jobs), {SOLD: 30})
        self._assert_stock(30, 10)

    def test_a_shipment_validated_twice_is_invoiced_once(self):
        """S7: two keepers press the button at the same moment."""
        self._stock(10)
        [order_id] = self._orders(1, 6, confirm=True)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            picking = env["sale.order"].browse(order_id).picking_ids
            picking.move_ids.picked = True
            call = "stock.picking", "button_validate", [picking.ids]
        skip = {"skip_sms": True, "skip_backorder": True}
        outcome = self._sessions([call], [call], context=skip)
        self.assertIn(SOLD, outcome)
        with self.registry.cursor() as cr:
            order = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(order_id)
            self.assertEqual(order.picking_ids.mapped("state"), ["done"])
            self.assertEqual(order.order_line.qty_delivered, 6)
            self.assertEqual(order.invoice_ids.mapped("amount_untaxed"), [60.0])
            order.invoice_ids.unlink()

    def test_two_shipments_at_once_share_one_draft(self):
        """S7: two orders of a customer who is invoiced by month: neither is lost, and
        there is one draft."""
        self._stock(10)
        ids = self._orders(2, 3, confirm=True)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["res.partner"].browse(self.partner_id).jxc_invoicing = "month"
            pickings = env["sale.order"].browse(ids).picking_ids
            pickings.move_ids.picked = True
            calls = [("stock.picking", "button_validate", [[p]]) for p in pickings.ids]
        skip = {"skip_sms": True, "skip_backorder": True}
        outcome = self._sessions(*([call] for call in calls), context=skip)
        self.assertEqual(outcome, {SOLD: 2})
        with self.registry.cursor() as cr:
            orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(ids)
            self.assertEqual(orders.invoice_ids.mapped("amount_untaxed"), [60.0])
            orders.invoice_ids.unlink()

    def test_of_two_quotations_one_holds(self):
        """S2: 6 and 6 of 10, held for two quotations at the same moment; and nobody
        confirms what is held meanwhile."""
        self._stock(10)
        ids = self._orders(4, 6)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            asked = [{"order_id": order_id} for order_id in ids[:2]]
            wizards = env["jxc.sale.hold"].create(asked).ids
        calls = [("jxc.sale.hold", "action_hold", [[wizard]]) for wizard in wizards]
        outcome = self._sessions(
            *([call] for call in calls), *([self._confirm(i)] for i in ids[2:])
        )
        self.assertEqual(outcome, {SOLD: 1, REFUSED: 3})
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            product = env["product.product"].browse(self.product_id)
            warehouse = env["stock.warehouse"].browse(self.warehouse_id)
            figures = env["jxc.stock.availability"]._get(product, warehouse)
            self.assertEqual(figures[product.id, warehouse.id].atp, 4)

    def test_of_four_allocations_one_is_applied(self):
        """S2: who saw the shares first and comes later is asked to look again, and
        nothing is reserved twice."""
        self._stock(12)
        ids = self._orders(2, 6, confirm=True)
        self._stock(-5)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            user = env["res.users"].browse(self.user_id)
            user.group_ids |= env.ref("stock.group_stock_manager")
            pickings = env["sale.order"].browse(ids).picking_ids.ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            wizards = env["jxc.sale.allocation"].create(
                [{"picking_ids": [Command.set(pickings)]}] * 4
            )
            self.assertEqual(wizards[0].line_ids.mapped("gets"), [6, 1])
        outcome = self._sessions(
            *([("jxc.sale.allocation", "action_apply", [[i]])] for i in wizards.ids)
        )
        self.assertEqual(outcome[SOLD], 1)
        self.assertEqual(sum(outcome.values()), 4)
        others = [text for text in outcome if text != SOLD]
        self.assertTrue(all(text.startswith("UserError(") for text in others), others)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            quants = env["stock.quant"].search([("product_id", "=", self.product_id)])
            self.assertEqual(quants.mapped("reserved_quantity"), [7])

    def test_of_two_deliveries_one_takes_the_last_credit(self):
        """S3: 60 and 60 of 100 of credit, shipped at the same moment."""
        self._stock(20)
        self._credit(100.0, "shipment")
        self.addCleanup(self._credit, 0.0, "order")
        ids = self._orders(2, 6)
        outcome = self._sessions(*([self._confirm(order_id)] for order_id in ids))
        self.assertEqual(outcome, {SOLD: 2})
        with self.registry.cursor() as cr:
            orders = api.Environment(cr, self.user_id, {})["sale.order"].browse(ids)
            pickings = [order.picking_ids for order in orders]
            orders.picking_ids.move_ids.picked = True
            calls = [("stock.picking", "button_validate", [p.ids]) for p in pickings]
        skip = {"skip_sms": True, "skip_backorder": True}
        outcome = self._sessions(*([call] for call in calls), context=skip)
        self.assertEqual(outcome[SOLD], 1, outcome)
        [other] = outcome - Counter([SOLD])
        self.assertIn("CreditExceeded", other)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            orders = env["sale.order"].browse(ids)
            self.assertEqual(sum(orders.order_line.mapped("qty_delivered")), 6)
            orders.invoice_ids.unlink()

    def _credit(self, limit, block):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            company = env["stock.warehouse"].browse(self.warehouse_id).company_id
            company.account_use_credit_limit = bool(limit)
            company.jxc_credit_block = block
            partner = env["res.partner"].browse(self.partner_id).exists()
            partner.with_company(company).credit_limit = limit

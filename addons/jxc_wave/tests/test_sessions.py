from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """S7 under concurrency: sessions with cursors of their own, that commit."""

    _role = "keeper"

    def _make(self, env):
        partner = env["res.partner"].create({"name": "At Once"})
        product = env["product.product"].create(
            {"name": "At Once", "is_storable": True, "taxes_id": False}
        )
        warehouse = env["stock.warehouse"].search(
            [("company_id", "=", env.company.id)], limit=1
        )
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 10
        )
        line = {"product_id": product.id, "product_uom_qty": 5, "price_unit": 10}
        values = {
            "partner_id": partner.id,
            "warehouse_id": warehouse.id,
            "order_line": [Command.create(line)],
        }
        orders = env["sale.order"].create([values, values])
        orders.action_confirm()
        batch = env["stock.picking.batch"].create(
            {
                "picking_type_id": orders.picking_ids.picking_type_id.id,
                "picking_ids": [Command.set(orders.picking_ids.ids)],
            }
        )
        batch.action_confirm()
        self.order_ids, self.batch_id = orders.ids, batch.id
        self.partner_id, self.product_id = partner.id, product.id

    def _clean(self, env):
        """What was shipped cannot be deleted, only put out of sight."""
        env["sale.order"].browse(self.order_ids).invoice_ids.unlink()
        env["product.product"].browse(self.product_id).active = False
        env["res.partner"].browse(self.partner_id).active = False

    def test_a_batch_validated_at_once_is_shipped_once(self):
        """S7: of three who press the button one ships, the others are told."""
        press = [("stock.picking.batch", "action_done", [[self.batch_id]])]
        context = {"skip_sms": True}
        outcomes = run_sessions(self.registry, self.user_id, [press] * 3, context)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 2)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            batch = env["stock.picking.batch"].browse(self.batch_id)
            self.assertEqual(batch.state, "done")
            self.assertEqual(batch.picking_ids.mapped("state"), ["done"] * 2)
            self.assertEqual(sum(batch.move_ids.mapped("quantity")), 10)
            for order in env["sale.order"].browse(self.order_ids):
                self.assertEqual(order.invoice_ids.mapped("amount_untaxed"), [50.0])

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

from .common import PIXEL


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """S7 under concurrency: sessions with cursors of their own, that commit."""

    _role = "keeper"

    def _make(self, env):
        partner = env["res.partner"].create(
            {"name": "At Once", "jxc_invoice_on": "proof"}
        )
        product = env["product.product"].create(
            {"name": "At Once", "is_storable": True, "taxes_id": False}
        )
        warehouse = env["stock.warehouse"].search(
            [("company_id", "=", env.company.id)], limit=1
        )
        env["stock.quant"]._update_available_quantity(
            product, warehouse.lot_stock_id, 5
        )
        line = {"product_id": product.id, "product_uom_qty": 5, "price_unit": 10}
        order = env["sale.order"].create(
            {
                "partner_id": partner.id,
                "warehouse_id": warehouse.id,
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        proof = order.picking_ids.jxc_proof_ids
        proof.write(
            {
                "signed_by": "Mrs Wang",
                "signed_on": fields.Date.context_today(env.user),
                "photo": PIXEL,
            }
        )
        self.order_id, self.proof_id = order.id, proof.id
        self.partner_id, self.product_id = partner.id, product.id

    def _clean(self, env):
        """What was shipped cannot be deleted, only put out of sight."""
        env["sale.order"].browse(self.order_id).invoice_ids.unlink()
        env["product.product"].browse(self.product_id).active = False
        env["res.partner"].browse(self.partner_id).active = False

    def test_signed_at_once_is_invoiced_once(self):
        """S7: four phones confirm the same slip: one does, the others are told."""
        press = [("jxc.proof", "action_sign", [[self.proof_id]])]
        outcomes = run_sessions(self.registry, self.user_id, [press] * 4)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 3)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            order = env["sale.order"].browse(self.order_id)
            self.assertEqual(order.invoice_ids.mapped("amount_untaxed"), [50.0])

    def test_who_was_overtaken_starts_again(self):
        """S7: four sessions change the same rows, and PostgreSQL alone would tell them.
        A shipment of the same order, or a slip that was closed, need not touch any of
        ours: whoever decides on older figures than theirs is sent back by the lock."""
        keys = [f"proof:{self.proof_id}"], [f"invoice:sale.order:{self.order_id}"]
        for held in keys:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, self.user_id, {})
                proof = env["jxc.proof"].browse(self.proof_id)
                self.assertEqual(proof.state, "waiting")
                with self.registry.cursor() as other:
                    locks = api.Environment(other, SUPERUSER_ID, {})["jxc.lock"]
                    locks.acquire(held)
                with (
                    self.assertRaises(SerializationFailure),
                    mute_logger("odoo.sql_db"),
                ):
                    proof.action_sign()
                cr.rollback()

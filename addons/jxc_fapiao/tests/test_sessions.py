from uuid import uuid4

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

from .common import CODE


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """S7 under concurrency: sessions with cursors of their own, that commit."""

    _role = "accountant"

    def _make(self, env):
        self.partner_id = env["res.partner"].create({"name": "At Once"}).id
        tax = env["account.tax"].create({"name": uuid4().hex, "amount": 13})
        product = env["product.product"].create(
            {"name": "At Once", "jxc_tax_code": CODE}
        )
        self.tax_id, self.product_id = tax.id, product.id
        line = {"product_id": product.id, "price_unit": 9, "tax_ids": tax.ids}
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_id,
                "invoice_date": fields.Date.context_today(env.user),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        self.move_id = move.id

    def _clean(self, env):
        """A batch that went out is not deleted by anybody but a test."""
        move = env["account.move"].browse(self.move_id)
        batches = move.jxc_fapiao_line_ids.batch_id
        env.cr.execute("DELETE FROM jxc_fapiao_line WHERE move_id = %s", [self.move_id])
        env.cr.execute("DELETE FROM jxc_fapiao_batch WHERE id = ANY(%s)", [batches.ids])
        env.invalidate_all()
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        env["account.tax"].browse(self.tax_id).unlink()
        env["product.product"].browse(self.product_id).unlink()
        env["res.partner"].browse(self.partner_id).active = False

    def _state(self):
        with self.registry.cursor() as cr:
            move = self._env(cr)["account.move"].browse(self.move_id)
            lines = move.jxc_fapiao_line_ids
            return lines.mapped("batch_id.state"), len(lines)

    def test_put_into_batches_at_once(self):
        """S7: three accountants choose the same invoice; it is in one batch."""
        press = [("account.move", "action_jxc_fapiao", [[self.move_id]])]
        outcomes = run_sessions(self.registry, self.user_id, [press] * 3)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual(self._state(), (["draft"], 1))

    def test_exported_at_once(self):
        """S7: three press the button; one workbook is made."""
        press = [("account.move", "action_jxc_fapiao", [[self.move_id]])]
        run_sessions(self.registry, self.user_id, [press])
        with self.registry.cursor() as cr:
            move = self._env(cr)["account.move"].browse(self.move_id)
            ids = move.jxc_fapiao_line_ids.batch_id.ids
        press = [("jxc.fapiao.batch", "action_export", [ids])]
        outcomes = run_sessions(self.registry, self.user_id, [press] * 3)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual(self._state(), (["exported"], 1))

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """P10 under concurrency: sessions with cursors of their own, that commit."""

    _role = "accountant"

    def _make(self, env):
        vendor = env["res.partner"].create({"name": "Paid Once"})
        line = {"name": "Goods", "quantity": 1, "price_unit": 90.0}
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": vendor.id,
                "invoice_date": "2026-01-31",
                "invoice_line_ids": [
                    Command.create({**line, "tax_ids": [Command.clear()]})
                ],
            }
        )
        bill.action_post()
        self.bill_id = bill.id
        proposals = env["jxc.payment.proposal"].create(
            [{"partner_ids": vendor.ids}] * 3
        )
        proposals.action_read()
        self.proposal_ids = proposals.ids

    def _clean(self, env):
        payments = env["account.payment"].search(
            [("jxc_proposal_id", "in", self.proposal_ids)]
        )
        payments.move_id.line_ids.remove_move_reconcile()
        payments.action_draft()
        payments.unlink()
        proposals = env["jxc.payment.proposal"].browse(self.proposal_ids)
        proposals.write({"state": "cancel"})
        proposals.unlink()
        bill = env["account.move"].browse(self.bill_id)
        bill.button_draft()
        bill.with_context(force_delete=True).unlink()

    def test_one_bill_is_paid_once(self):
        """P10: three confirm three proposals of one bill, then press Pay twice."""
        model = "jxc.payment.proposal"
        jobs = [[(model, "action_confirm", [[i]])] for i in self.proposal_ids]
        outcomes = run_sessions(self.registry, self.user_id, jobs)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 2)
        with self.registry.cursor() as cr:
            proposals = self._env(cr)[model].browse(self.proposal_ids)
            ids = proposals.filtered(lambda p: p.state == "confirmed").ids
        press = [(model, "action_pay", [ids])]
        outcomes = run_sessions(self.registry, self.user_id, [press, press, press])
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 2)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            payment = env["account.payment"].search([("jxc_proposal_id", "in", ids)])
            self.assertEqual(payment.mapped("amount"), [90.0])
            bill = env["account.move"].browse(self.bill_id)
            self.assertEqual(bill.amount_residual, 0.0)

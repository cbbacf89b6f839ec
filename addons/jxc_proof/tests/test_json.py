import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ProofCase


@tagged("post_install", "-at_install")
class TestJson(ProofCase, HttpCase):
    """F2: a user at a client of his own making, over JSON-RPC."""

    def _call(self, user, method, *args):
        self.authenticate(user.login, user.login)
        params = {"model": "jxc.proof", "method": method, "args": args, "kwargs": {}}
        answer = self.url_open(
            f"/web/dataset/call_kw/jxc.proof/{method}",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_no_invoice_but_by_a_proof(self):
        """S7: no one frees the invoice by writing, and the keeper does by signing."""
        self.company.jxc_invoice_on = "proof"
        order = self._confirmed((self.bottle, 5))
        picking = self._ship(order)
        ids = picking.jxc_proof_ids.ids
        self.env.flush_all()
        attacks = [
            (self.keeper, "write", ids, {"state": "signed"}),
            (self.keeper, "write", ids, {"holds": False}),
            (self.keeper, "write", ids, {"state": "returned", "signed_by": "x"}),
            (self.keeper, "create", [{"picking_id": picking.id}]),
            (self.keeper, "unlink", ids),
            (self.keeper, "action_sign", ids),
            (self.keeper, "_close_returned", ids),
            (self.salesperson, "write", ids, {"signed_by": "x"}),
            (self.salesperson, "action_sign", ids),
            (self.accountant, "action_sign", ids),
            (self.buyer, "action_sign", ids),
        ]
        for user, method, *args in attacks:
            with (
                self.subTest(f"{user.login} {method} {args}"),
                mute_logger("odoo.http"),
            ):
                self.assertIn("error", self._call(user, method, *args))
        self.env.invalidate_all()
        self.assertFalse(self._invoices(order))
        self._enter(picking)
        self.env.flush_all()
        self.assertNotIn("error", self._call(self.keeper, "action_sign", ids))
        self.env.invalidate_all()
        self.assertEqual(self._invoices(order).amount_total, 50.0)

from odoo import fields

from odoo.addons.jxc_sales.tests.common import SalesCase

#: A picture of one pixel: what a phone sends, but small.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


class ProofCase(SalesCase):
    """Verbs of the keeper who brings the signed slip back."""

    def _proof(self, picking, user=None):
        return picking.jxc_proof_ids.with_user(user or self.keeper)

    def _enter(self, picking, user=None, **values):
        """What is typed in, and not confirmed."""
        proof = self._proof(picking, user)
        proof.write(
            {
                "signed_by": "Mrs Wang",
                "signed_on": fields.Date.context_today(proof),
                "photo": PIXEL,
                **values,
            }
        )
        return proof

    def _sign(self, picking, user=None, **values):
        proof = self._enter(picking, user, **values)
        proof.action_sign()
        self.assertEqual(proof.state, "signed")
        return proof

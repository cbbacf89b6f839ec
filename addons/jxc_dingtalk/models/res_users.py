from odoo import api, models
from odoo.exceptions import AccessDenied

TYPE = "jxc_dingtalk"


class Proof:
    """That a vendor has just told us who somebody is. It is good for one sign-in.

    It is an object and not a text: no client can send it, and what a vendor calls a
    user is no password.
    """

    def __init__(self, user):
        self._user_id = user.id

    def take(self, user):
        """Whether it is of this user; it is worth nothing afterwards."""
        user_id, self._user_id = self._user_id, None
        return bool(user_id) and user_id == user.id


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_jxc_written_to(self):
        """The list of people would go with him, and the log with it."""
        people = self.env["jxc.dingtalk.person"].sudo()
        mine = [("user_id", "in", self.ids)]
        people = people.with_context(active_test=False).search(mine)
        people._unlink_except_history()

    def _check_credentials(self, credential, env):
        if credential.get("type") != TYPE:
            return super()._check_credentials(credential, env)
        proof, user = credential.get("proof"), self.env.user
        known = isinstance(proof, Proof) and proof.take(user)
        if not known or not user.active or user.share:
            raise AccessDenied
        return {"uid": user.id, "auth_method": TYPE, "mfa": "default"}

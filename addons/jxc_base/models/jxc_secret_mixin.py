import json

from odoo import fields, models

from ..secret import seal, unseal


class JxcSecretMixin(models.AbstractModel):
    """Fields that can be set, and never be read again.

    A model names them in ``_jxc_secrets`` and defines each as a Char with
    ``compute="_compute_jxc_secrets", inverse="_inverse_jxc_secrets"``.
    """

    _name = "jxc.secret.mixin"
    _description = "Sealed Secrets"

    _jxc_secrets = ()

    jxc_sealed = fields.Text(groups=fields.NO_ACCESS, copy=False)
    has_secret = fields.Boolean("Secret Is Set", compute="_compute_has_secret")

    def _compute_jxc_secrets(self):
        for name in self._jxc_secrets:
            self[name] = False

    def _inverse_jxc_secrets(self):
        for record in self:
            given = {name: record[name] for name in self._jxc_secrets if record[name]}
            record._jxc_keep(given)
        self.invalidate_recordset([*self._jxc_secrets, "has_secret"])

    def _compute_has_secret(self):
        for record in self:
            record.has_secret = bool(record.sudo().jxc_sealed)

    def _jxc_keep(self, values):
        """Seal these; what is not among them stays as it is."""
        if values:
            record = self.sudo()
            known = record._jxc_known()
            record.jxc_sealed = seal(self.env, json.dumps({**known, **values}))

    def _jxc_known(self):
        sealed = self.sudo().jxc_sealed
        return json.loads(unseal(self.env, sealed)) if sealed else {}

    def _jxc_secret(self, name):
        """A secret in clear, for code that talks to the vendor; else ''."""
        return self._jxc_known().get(name, "")

from odoo import models


class IrModelAccess(models.Model):
    """The host's refusal is in the user's language, all of it.

    Over the wire no context says the language: the sentence is in the user's, and the
    model's name in English. For record rules the host looks at the user itself.
    """

    _inherit = "ir.model.access"

    def _make_access_error(self, model, mode):
        if not self.env.lang:
            self = self.with_context(lang=self.env.user.lang)
        return super()._make_access_error(model, mode)

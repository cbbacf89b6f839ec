from odoo import api, models

# In the context it says that nothing of what is written is tracked. It is an object and
# not a name, so that no RPC client can put it there.
UNTRACKED = object()


class AccountMoveLine(models.Model):
    """Items are written without describing all fields of the model.

    To track what is written, the host asks for the description of those fields; of
    none, it asks in vain for all there are, once for each line of an invoice.
    """

    _inherit = "account.move.line"

    def write(self, vals):
        fields = self._fields
        if any(getattr(fields.get(name), "tracking", False) for name in vals):
            return super().write(vals)
        items = self.with_context(jxc_untracked=UNTRACKED)
        return super(AccountMoveLine, items).write(vals)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        none = allfields is not None and not allfields
        if none and self.env.context.get("jxc_untracked") is UNTRACKED:
            return {}
        return super().fields_get(allfields, attributes)

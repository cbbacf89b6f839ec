from odoo import SUPERUSER_ID, api, models
from odoo.fields import Domain


class IrRule(models.Model):
    _inherit = "ir.rule"

    @api.model
    def _compute_domain(self, model_name, mode="read"):
        """A dialog of ours is seen and changed by who opened it, and by nobody else.

        The host gives transient models no rule: whoever has the access right reads and
        changes the open dialogs of all others, their amounts and choices with them.
        """
        domain = super()._compute_domain(model_name, mode)
        if self.env.su or not model_name.startswith("jxc."):
            return domain
        model = self.env[model_name]
        if not model._transient:
            return domain
        own = Domain("create_uid", "=", self.env.uid)
        names = [n for n, f in model._fields.items() if self._jxc_is_of_dialog(f)]
        mine = [Domain(name, "any", own) for name in names]
        # Lines that are computed are made by whoever has them computed, the system too.
        computed = Domain("create_uid", "=", SUPERUSER_ID) & Domain.OR(mine)
        # Nor is a line put into the dialog of another.
        within = [
            Domain(name, "=", False) | of for name, of in zip(names, mine, strict=True)
        ]
        return Domain.AND([domain, own | computed, *within]).optimize(model)

    def _jxc_is_of_dialog(self, field):
        return (
            field.type == "many2one"
            and field.store
            and field.comodel_name.startswith("jxc.")
            and self.env[field.comodel_name]._transient
        )

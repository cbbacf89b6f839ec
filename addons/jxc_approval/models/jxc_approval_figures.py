from odoo import api, models
from odoo.exceptions import UserError


class JxcApprovalFigures(models.AbstractModel):
    """What is computed is not written by hand: rules judge a document by it.

    The host stores computed figures and lets every client overwrite them; a total of
    1.00 written over RPC would need nobody's approval.
    """

    _name = "jxc.approval.figures"
    _description = "Computed Figures of a Document to Approve"

    @api.model_create_multi
    def create(self, vals_list):
        self._jxc_refuse_computed(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._jxc_refuse_computed([vals])
        return super().write(vals)

    def _jxc_refuse_computed(self, vals_list):
        if self.env.su:
            return
        for name in {name for vals in vals_list for name in vals}:
            field = self._fields.get(name)
            if field and field.compute and field.store and field.readonly:
                raise UserError(
                    self.env._(
                        "%(field)s of %(model)s is computed: change what it is"
                        " computed from instead.",
                        field=field._description_string(self.env) or name,
                        model=self.env["ir.model"]._get(self._name).name,
                    )
                )

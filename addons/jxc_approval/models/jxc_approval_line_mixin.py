from odoo import api, models


class JxcApprovalLineMixin(models.AbstractModel):
    """A line whose change is a change of its document."""

    _name = "jxc.approval.line.mixin"
    _inherit = "jxc.approval.figures"
    _description = "Line of a Document to Approve"

    # The line's many2one to the document.
    _jxc_approval_parent_field = None

    @api.model_create_multi
    def create(self, vals_list):
        field = self._jxc_approval_parent_field
        parents = self.env[self._fields[field].comodel_name].browse(
            {vals[field] for vals in vals_list if vals.get(field)}
        )
        before = parents._jxc_approval_tokens()
        lines = super().create(vals_list)
        lines[field]._jxc_approval_changed_since(before)
        return lines

    def write(self, vals):
        field = self._jxc_approval_parent_field
        before = self[field]._jxc_approval_tokens()
        parents = self[field]
        result = super().write(vals)
        (parents | self[field])._jxc_approval_changed_since(before)
        return result

    def unlink(self):
        parents = self[self._jxc_approval_parent_field]
        before = parents._jxc_approval_tokens()
        result = super().unlink()
        parents.exists()._jxc_approval_changed_since(before)
        return result

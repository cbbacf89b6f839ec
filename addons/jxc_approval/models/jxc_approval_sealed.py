from odoo import api, models
from odoo.exceptions import AccessError

# Who holds this object in the context is the engine. It is an object and not a name,
# so that no RPC client, not even an administrator's, can put it there.
ENGINE = object()


class JxcApprovalSealed(models.AbstractModel):
    """Rows that only the approval engine writes."""

    _name = "jxc.approval.sealed"
    _description = "Written by Approvals Only"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        self._check_engine()
        return super().write(vals)

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _as_engine(self):
        return self.sudo().with_context(jxc_approval_engine=ENGINE)

    def _check_engine(self):
        if self.env.context.get("jxc_approval_engine") is not ENGINE:
            raise AccessError(
                self.env._(
                    "%(description)s: nobody writes these records. Submit, approve or"
                    " refuse the document with its buttons.",
                    description=self.env["ir.model"]._get(self._name).name,
                )
            )

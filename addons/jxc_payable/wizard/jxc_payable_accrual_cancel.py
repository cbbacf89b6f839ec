from odoo import fields, models


class JxcPayableAccrualCancel(models.TransientModel):
    """Why an accrual is taken out of the books again."""

    _name = "jxc.payable.accrual.cancel"
    _description = "Cancel an Accrual"

    accrual_id = fields.Many2one("jxc.payable.accrual", required=True)
    reason = fields.Char(required=True)

    def action_cancel(self):
        """Cancel it, with this reason."""
        self.ensure_one()
        return self.accrual_id.action_cancel(self.reason)

from odoo import fields, models


class JxcClosingReopen(models.TransientModel):
    """Why a closed month is opened again."""

    _name = "jxc.closing.reopen"
    _description = "Reopen a Month"

    closing_id = fields.Many2one("jxc.closing", required=True)
    reason = fields.Char(required=True)

    def action_reopen(self):
        """Open it again, with this reason."""
        self.ensure_one()
        return self.closing_id.action_reopen(self.reason)

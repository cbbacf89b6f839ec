from odoo import fields, models


class JxcTile(models.Model):
    _inherit = "jxc.tile"

    client_action_id = fields.Many2one(
        "ir.actions.client", "Opens the Page", ondelete="cascade"
    )

    def action_jxc_open(self):
        """A page of its own, such as the scan page, instead of the records."""
        self.ensure_one()
        page = self.sudo().client_action_id
        return page._get_action_dict() if page else super().action_jxc_open()

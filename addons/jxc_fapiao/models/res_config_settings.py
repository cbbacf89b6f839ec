from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_fapiao_template = fields.Binary(
        related="company_id.jxc_fapiao_template", readonly=False
    )
    jxc_fapiao_template_name = fields.Char(
        related="company_id.jxc_fapiao_template_name", readonly=False
    )

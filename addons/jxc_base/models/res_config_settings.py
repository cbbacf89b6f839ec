from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # The blocks of the JXC settings page hang on this page, which every add-on
    # extends by xpath; the field itself only names the company they apply to.
    jxc_company_name = fields.Char(related="company_id.name", string="JXC Company")

from odoo import fields, models


class JxcDunningLevel(models.Model):
    _inherit = "jxc.dunning.level"

    stop_deliveries = fields.Boolean(
        help="While an item is open that a letter of this level asked for, nothing is "
        "shipped to the customer but what a manager releases."
    )

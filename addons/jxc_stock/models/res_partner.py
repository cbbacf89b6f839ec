from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_life_rule_ids = fields.One2many(
        "jxc.life.rule",
        "partner_id",
        string="Minimum Remaining Life",
        help="How much of its shelf life a lot must have left when this vendor brings"
        " it, or this customer gets it.",
    )

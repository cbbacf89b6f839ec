from odoo import fields, models


class JxcQualityChoice(models.Model):
    _name = "jxc.quality.choice"
    _description = "Choice of a Characteristic"
    _order = "sequence, id"

    characteristic_id = fields.Many2one(
        "jxc.quality.characteristic", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Choice", required=True, translate=True)
    conforms = fields.Boolean(default=True)

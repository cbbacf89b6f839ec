from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..selections import CLASSES, KINDS


class JxcQualityCharacteristic(models.Model):
    """What is looked at, and what is right (P7)."""

    _name = "jxc.quality.characteristic"
    _description = "Characteristic to Inspect"
    _order = "sequence, id"

    plan_id = fields.Many2one(
        "jxc.quality.plan", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Characteristic", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="bool")
    severity = fields.Selection(
        CLASSES,
        "Class",
        required=True,
        default="major",
        help="Class of the nonconformity: critical is dangerous, major makes the piece"
        " useless, minor hardly matters.",
    )
    method = fields.Char("How", translate=True, help="Tool or way of looking.")
    has_minimum = fields.Boolean("Lower Limit")
    minimum = fields.Float(digits=(16, 4))
    has_maximum = fields.Boolean("Upper Limit")
    maximum = fields.Float(digits=(16, 4))
    unit = fields.Char(help="Unit of the measure, as printed on the report.")
    choice_ids = fields.One2many(
        "jxc.quality.choice", "characteristic_id", "Choices", copy=True
    )

    @api.constrains("kind", "has_minimum", "minimum", "has_maximum", "maximum")
    def _check_limits(self):
        for one in self.filtered(lambda c: c.kind == "measure"):
            if not (one.has_minimum or one.has_maximum):
                raise ValidationError(
                    self.env._("%(name)s: a measure has a limit.", name=one.name)
                )
            if one.has_minimum and one.has_maximum and one.minimum > one.maximum:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the lower limit is above the upper one.",
                        name=one.name,
                    )
                )

    def _snapshot(self):
        """What an inspection keeps of it."""
        self.ensure_one()
        return {
            "characteristic_id": self.id,
            "sequence": self.sequence,
            "name": self.name,
            "kind": self.kind,
            "severity": self.severity,
            "method": self.method,
            "has_minimum": self.has_minimum,
            "minimum": self.minimum,
            "has_maximum": self.has_maximum,
            "maximum": self.maximum,
            "unit": self.unit,
        }

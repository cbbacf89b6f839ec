from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import judging


class JxcQualitySample(models.Model):
    """What was found on one piece (P7)."""

    _name = "jxc.quality.sample"
    _description = "Inspected Piece"
    _order = "number, id"

    item_id = fields.Many2one(
        "jxc.quality.item", required=True, ondelete="cascade", index=True
    )
    kind = fields.Selection(related="item_id.kind")
    characteristic_id = fields.Many2one(related="item_id.characteristic_id")
    number = fields.Integer("No.", default=1, help="Which piece of the sample.")
    value = fields.Float("Measured", digits=(16, 4))
    choice_id = fields.Many2one(
        "jxc.quality.choice",
        ondelete="set null",
        domain="[('characteristic_id', '=', characteristic_id)]",
    )
    good = fields.Boolean("Conforms", default=True)
    photo = fields.Image(max_width=1600, max_height=1600)
    note = fields.Char("Remark")
    conforms = fields.Boolean(
        "Verdict", compute="_compute_conforms", store=True, precompute=True
    )

    @api.model
    def default_get(self, fields):
        """The next piece."""
        values = super().default_get(fields)
        item = self.env["jxc.quality.item"].browse(values.get("item_id"))
        if item and "number" in fields:
            values["number"] = max(item.sample_ids.mapped("number"), default=0) + 1
        return values

    @api.depends("value", "choice_id", "good", "item_id")
    def _compute_conforms(self):
        for one in self:
            item = one.item_id
            if item.kind == "measure":
                one.conforms = judging.conforms(
                    round(one.value, 4),
                    round(item.minimum, 4) if item.has_minimum else None,
                    round(item.maximum, 4) if item.has_maximum else None,
                )
            elif item.kind == "choice":
                one.conforms = bool(one.choice_id.conforms)
            else:
                one.conforms = one.good

    @api.constrains("choice_id", "item_id")
    def _check_choice(self):
        for one in self.filtered("choice_id"):
            if one.choice_id.characteristic_id != one.item_id.characteristic_id:
                raise UserError(
                    self.env._(
                        "%(choice)s is no choice of %(name)s.",
                        choice=one.choice_id.name,
                        name=one.item_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        samples = super().create(vals_list)
        samples.item_id.check_id._check_open()
        return samples

    def write(self, vals):
        before = self.item_id.check_id
        result = super().write(vals)
        (before | self.item_id.check_id)._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self.item_id.check_id._check_open()

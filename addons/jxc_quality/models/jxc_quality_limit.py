from odoo import api, fields, models

from ..logic import judging
from ..selections import CLASSES


class JxcQualityLimit(models.Model):
    """How many to look at and how many may be bad, for one class (P7)."""

    _name = "jxc.quality.limit"
    _description = "Sample of an Inspection"
    _order = "id"

    check_id = fields.Many2one(
        "jxc.quality.check", required=True, ondelete="cascade", index=True
    )
    severity = fields.Selection(CLASSES, "Class", required=True, readonly=True)
    aql = fields.Char("AQL", readonly=True)
    letter = fields.Char("Code Letter", readonly=True)
    size = fields.Integer("Sample Size", readonly=True)
    ac = fields.Integer(readonly=True, help="Accept with up to so many.")
    re = fields.Integer(compute="_compute_re", help="Reject from so many on.")
    first_re = fields.Integer(readonly=True)
    second_size = fields.Integer(
        "Second Sample",
        readonly=True,
        help="So many more are looked at where the first sample is between Ac and Re.",
    )
    second_ac = fields.Integer(
        "Ac of Both",
        readonly=True,
        help="Accept with up to so many in both samples together.",
    )
    second_re = fields.Integer(
        "Re of Both",
        compute="_compute_re",
        help="Reject from so many on in both samples together.",
    )
    drawn = fields.Boolean("Second Sample Drawn", readonly=True)
    first_found = fields.Integer("Nonconforming in the First Sample", readonly=True)
    found = fields.Integer("Nonconforming", compute="_compute_found")
    verdict = fields.Selection(
        [
            ("accepted", "Within the Limit"),
            ("second", "Second Sample Decides"),
            ("rejected", "Beyond the Limit"),
        ],
        compute="_compute_found",
    )

    @api.depends("ac", "first_re", "second_ac")
    def _compute_re(self):
        for limit in self:
            limit.re = limit.first_re or limit.ac + 1
            limit.second_re = limit.second_ac + 1

    @api.depends(
        "drawn", "check_id.item_ids.found", "check_id.item_ids.sample_ids.conforms"
    )
    def _compute_found(self):
        found = {check: check._found() for check in self.check_id}
        for limit in self:
            limit.found = found[limit.check_id][limit.severity]
            limit.verdict = limit._exact().verdict(limit.found)

    def _exact(self):
        self.ensure_one()
        return judging.Limit(
            self.size, self.ac, self.re, self.second_ac, drawn=self.drawn
        )

    def _required(self):
        """How many pieces these ask for, with the second sample once it is drawn."""
        return sum(one.size + one.second_size * one.drawn for one in self)

from odoo import api, fields, models

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
    found = fields.Integer("Nonconforming", compute="_compute_found")
    verdict = fields.Selection(
        [("accepted", "Within the Limit"), ("rejected", "Beyond the Limit")],
        compute="_compute_found",
    )

    @api.depends("ac")
    def _compute_re(self):
        for limit in self:
            limit.re = limit.ac + 1

    @api.depends("check_id.item_ids.found", "check_id.item_ids.sample_ids.conforms")
    def _compute_found(self):
        found = {check: check._found() for check in self.check_id}
        for limit in self:
            limit.found = found[limit.check_id][limit.severity]
            limit.verdict = "accepted" if limit.found <= limit.ac else "rejected"

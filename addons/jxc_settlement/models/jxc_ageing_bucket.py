from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..ageing_sql import BASES
from ..logic.ageing import bounds


class JxcAgeingBucket(models.Model):
    """A step of days in the ageing, and what part of it is expected to be lost."""

    _name = "jxc.ageing.bucket"
    _description = "Ageing Bucket"
    _order = "basis desc, company_id, days_from, id"

    basis = fields.Selection(BASES, "Age By", required=True, default="due")
    days_from = fields.Integer(
        "From Day",
        required=True,
        aggregator=None,
        help="The bucket ends where the next one begins. The first one also takes what "
        "is not due yet.",
    )
    rate = fields.Float(
        "Provision %",
        digits=(5, 2),
        aggregator=None,
        help="Of receivables in this bucket. Advances and credit notes that are not "
        "matched are not taken off: match them first.",
    )
    company_id = fields.Many2one(
        "res.company",
        help="A company with buckets of its own uses those; empty: for all others.",
    )

    _start_once = models.UniqueIndex(
        "(basis, COALESCE(company_id, 0), days_from)",
        "There is a bucket from this day on already.",
    )
    _rate_is_a_part = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100)", "A provision is between 0 and 100 %."
    )

    @api.constrains("days_from")
    def _check_days(self):
        if any(bucket.days_from < 0 for bucket in self):
            raise ValidationError(
                self.env._("Days are counted from 0: what is not due yet is in there.")
            )

    @api.depends("basis", "days_from", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        domain = [("company_id", "in", [*self.company_id.ids, False])]
        ladders = self.search(domain).grouped(lambda b: (b.basis, b.company_id))
        names = {}
        for (basis, _company), steps in ladders.items():
            steps = steps.sorted("days_from")
            spans = bounds(steps.mapped("days_from"))
            for bucket, (first, last) in zip(steps, spans, strict=True):
                names[bucket.id] = self._jxc_label(basis, first, last)
        for bucket in self:
            bucket.display_name = names.get(bucket.id, str(bucket.days_from))

    @api.model
    def _jxc_label(self, basis, first, last):
        if last is None and first is None:
            return self.env._("All")
        if last is None:
            return self.env._("Over %(days)s Days", days=first - 1)
        if first is None and basis == "due" and last == 0:
            return self.env._("Not Due")
        return self.env._("%(first)s-%(last)s Days", first=first or 0, last=last)

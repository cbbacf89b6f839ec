from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.ages import span


class JxcCostAge(models.Model):
    """A step of days in the ageing of stock 库龄."""

    _name = "jxc.cost.age"
    _description = "Age of Stock"
    _order = "days_from, company_id, id"

    days_from = fields.Integer(
        "From Day",
        required=True,
        aggregator=None,
        help="The step ends where the next one begins.",
    )
    company_id = fields.Many2one(
        "res.company",
        help="A company with steps of its own uses those; empty: for all others.",
    )

    _start_once = models.UniqueIndex(
        "(COALESCE(company_id, 0), days_from)",
        "There is a step from this day on already.",
    )

    @api.constrains("days_from")
    def _check_days(self):
        if any(age.days_from < 0 for age in self):
            raise ValidationError(
                self.env._("Days are counted from 0, the day on which goods came in.")
            )

    @api.depends("days_from", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        domain = [("company_id", "in", [*self.company_id.ids, False])]
        ladders = self.search(domain).grouped("company_id")
        for age in self:
            others = ladders.get(age.company_id, age)
            first, last = span(others.mapped("days_from"), age.days_from)
            if last is None:
                name = self.env._("Over %(days)s Days", days=max(first - 1, 0))
            else:
                name = self.env._("%(first)s-%(last)s Days", first=first, last=last)
            age.display_name = name

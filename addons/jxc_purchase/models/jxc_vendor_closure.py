from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcVendorClosure(models.Model):
    """Days on which a vendor neither makes nor ships: Spring Festival, stock-take."""

    _name = "jxc.vendor.closure"
    _description = "Days a Vendor Is Closed"
    _order = "date_from desc, id"
    _rec_name = "reason"

    reason = fields.Char("Because", required=True)
    partner_id = fields.Many2one(
        "res.partner", "Vendor", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True)
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for closure in self.filtered(lambda c: c.date_to < c.date_from):
            raise ValidationError(
                self.env._(
                    "%(vendor)s, %(reason)s: the last day is before the first one.",
                    vendor=closure.partner_id.display_name,
                    reason=closure.reason,
                )
            )

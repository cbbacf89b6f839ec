from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcDunningPause(models.Model):
    """A customer whom a company does not write to, why, and until when.

    A record of its own: who keeps the books may not write contacts.
    """

    _name = "jxc.dunning.pause"
    _description = "Customer Not Dunned"
    _order = "date_until desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    reason = fields.Char(required=True)
    date_until = fields.Date("Until", help="The last day. Empty: until it is deleted.")

    @api.constrains("partner_id")
    def _check_partner(self):
        for pause in self:
            if pause.partner_id != pause.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(customer)s: choose the "
                        "customer.",
                        contact=pause.partner_id.display_name,
                        customer=pause.partner_id.commercial_partner_id.display_name,
                    )
                )

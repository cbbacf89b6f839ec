from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import tax_number


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_fapiao_kind = fields.Selection(
        [("ordinary", "Ordinary invoice"), ("special", "Special VAT invoice")],
        "Tax Invoice",
        help="Ordinary where it is left empty.",
    )
    jxc_fapiao_name = fields.Char(
        "Name on Tax Invoices", help="Where it is not the customer's name."
    )
    jxc_fapiao_address = fields.Char(
        "Address on Tax Invoices", help="Where it is not the customer's address."
    )
    jxc_fapiao_phone = fields.Char(
        "Phone on Tax Invoices", help="Where it is not the customer's phone."
    )

    @api.constrains("vat", "country_id")
    def _check_jxc_tax_number(self):
        for partner in self.filtered("vat"):
            country = partner.country_id or partner.env.company.country_id
            if country.code == "CN" and len(partner.vat) > 1:
                partner._jxc_check_tax_number()

    def _jxc_check_tax_number(self):
        """Refuse a tax number that cannot be one, and say why."""
        fault = tax_number.fault(self.vat)
        if not fault:
            return
        reasons = {
            "length": self.env._("it has to have 18 signs (or the old 15 or 20)"),
            "signs": self.env._("it has signs that no tax number has"),
            "check": self.env._("its last sign does not fit the others: mistyped?"),
        }
        raise ValidationError(
            self.env._(
                "The tax number %(number)s of %(name)s is wrong: %(reason)s.",
                number=self.vat,
                name=self.display_name,
                reason=reasons[fault],
            )
        )

    def _jxc_fapiao_facts(self):
        """What a tax invoice says of this buyer."""
        self.ensure_one()
        place = [self.state_id.name, self.city, self.street, self.street2]
        bank = self.bank_ids[:1]
        return {
            "name": self.jxc_fapiao_name or self.name,
            "number": tax_number.clean(self.vat),
            "address": self.jxc_fapiao_address or "".join(p for p in place if p),
            "phone": self.jxc_fapiao_phone or self.phone or "",
            "bank": bank.bank_id.name or "",
            "account": bank.acc_number or "",
            "email": self.email or "",
        }

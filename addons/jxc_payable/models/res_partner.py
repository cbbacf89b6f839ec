from odoo import fields, models

from .res_company import BILLING


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "jxc.match.tolerance.mixin"]

    jxc_billing = fields.Selection(
        BILLING,
        "Bills on Stock-In",
        company_dependent=True,
        help="Left empty, the setting of the company counts.",
    )

    def _jxc_collects(self, company):
        """Whether this vendor's goods are billed once a month."""
        vendor = self.commercial_partner_id.with_company(company)
        return (vendor.jxc_billing or company.jxc_billing) == "month"

    def _jxc_payable_keys(self, company):
        """Lock rows: one for what a company owes each of these vendors."""
        return [
            f"payable:{company.id}:{vendor.id}" for vendor in self.commercial_partner_id
        ]

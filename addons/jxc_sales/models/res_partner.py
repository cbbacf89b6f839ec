from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .res_company import INVOICING, NOTE_CONTENTS

PRIORITIES = [("0", "Normal"), ("1", "High"), ("2", "Highest")]
#: The host's own groups of the credit limit.
CREDIT = "account.group_account_invoice,account.group_account_readonly"
#: What a credit check reads; the host would read all that a partner has.
GROUP = ["commercial_partner_id", "jxc_credit_group_id"]


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_note_content = fields.Selection(
        NOTE_CONTENTS,
        "On Delivery Notes",
        help="What delivery notes for this customer tell; as set for the company where"
        " it is left empty.",
    )
    jxc_invoicing = fields.Selection(
        INVOICING,
        "Customer Invoices",
        company_dependent=True,
        help="One per delivery, or one for all that is shipped in a month; as set for"
        " the company where it is left empty.",
    )
    jxc_priority = fields.Selection(
        PRIORITIES,
        "Priority When Short",
        default="0",
        copy=False,
        groups="sales_team.group_sale_manager",
        help="Who is served first when goods that are short are allocated; before it"
        " counts the star of a delivery.",
    )
    jxc_credit_group_id = fields.Many2one(
        "res.partner",
        "Credit Limit of",
        copy=False,
        check_company=True,
        index="btree_not_null",
        groups=CREDIT,
        help="The company of the group whose credit limit this customer shares: debts"
        " and orders of all who share it count together. Empty: a limit of his own.",
    )
    jxc_overdue_grace = fields.Integer(
        "Days of Grace",
        company_dependent=True,
        copy=False,
        groups=CREDIT,
        help="For so many days an invoice of this customer may be overdue before"
        " deliveries stop; 0: as set for the company.",
    )

    @api.constrains("jxc_credit_group_id", "parent_id", "is_company")
    def _check_jxc_credit_group(self):
        """A group is one level deep: the limit is found in one step."""
        partners = self.sudo()
        heads = partners.jxc_credit_group_id
        if heads - heads.commercial_partner_id or heads.jxc_credit_group_id:
            raise ValidationError(
                self.env._(
                    "%(head)s cannot lend his credit limit: it is a contact, or shares"
                    " somebody else's limit. Choose the company whose limit counts.",
                    head=", ".join(heads.mapped("display_name")),
                )
            )
        unfit = partners.filtered(
            lambda p: p.jxc_credit_group_id or p.commercial_partner_id != p
        )
        member = unfit and partners.with_context(active_test=False).search(
            [("jxc_credit_group_id", "in", unfit.ids)], limit=1
        )
        if member:
            raise ValidationError(
                self.env._(
                    "%(member)s and others share the credit limit of %(head)s, who must"
                    " be a company with a limit of his own.",
                    member=member.display_name,
                    head=member.jxc_credit_group_id.display_name,
                )
            )

    def _jxc_invoiced_monthly(self, company):
        """Whether this customer's goods are invoiced once a month."""
        customer = self.commercial_partner_id.with_company(company)
        return (customer.jxc_invoicing or company.jxc_invoicing) == "month"

    def _jxc_credit_heads(self):
        """Those whose credit limits count for these partners, with sudo."""
        heads = self.browse().sudo()
        owners = self.sudo().commercial_partner_id._origin
        owners.fetch(GROUP)
        for partner in owners:
            heads |= partner.jxc_credit_group_id or partner
        return heads

    def _jxc_credit_members(self):
        """All who share the limits of these, themselves and the archived included."""
        shared = Domain("jxc_credit_group_id", "in", self.ids)
        members = self.sudo().with_context(active_test=False)
        return members.search_fetch(Domain("id", "in", self.ids) | shared, GROUP)

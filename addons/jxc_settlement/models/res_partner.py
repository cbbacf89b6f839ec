from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

SIDES = [("receivable", "Receivable"), ("payable", "Payable")]
ACCOUNT_TYPES = {"receivable": "asset_receivable", "payable": "liability_payable"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_open_side = fields.Selection(
        SIDES,
        "Open Items",
        compute="_compute_jxc_open_side",
        search="_search_jxc_open_side",
        groups="account.group_account_invoice,account.group_account_readonly",
        help="Whether the partner has open receivables or payables.",
    )

    def _compute_jxc_open_side(self):
        found = {}
        for side in ("payable", "receivable"):
            domain = self._jxc_open_domain(side) & Domain("partner_id", "in", self.ids)
            groups = self.env["account.move.line"]._read_group(domain, ["partner_id"])
            found.update(dict.fromkeys((group[0] for group in groups), side))
        for partner in self:
            partner.jxc_open_side = found.get(partner._origin, False)

    @api.model
    def _search_jxc_open_side(self, operator, value):
        """``setoff`` finds who has open items on both sides."""
        if operator != "in":
            return NotImplemented
        if "setoff" in value:
            return Domain.AND(
                self._jxc_open_partners(self._jxc_open_domain(side))
                for side, _name in SIDES
            )
        return self._jxc_open_partners(
            Domain.OR(self._jxc_open_domain(side) for side in value if side)
        )

    @api.model
    def _jxc_open_partners(self, domain):
        query = self.env["account.move.line"]._search(domain)
        partners = query.subselect(SQL.identifier(query.table, "partner_id"))
        return Domain("id", "in", partners)

    @api.model
    def _jxc_open_domain(self, side):
        """Posted items of customers or vendors that are not matched in full."""
        return Domain(
            [
                ("account_id.account_type", "=", ACCOUNT_TYPES.get(side)),
                ("account_id.reconcile", "=", True),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("partner_id", "!=", False),
                ("company_id", "in", self.env.companies.ids),
            ]
        )

    def _jxc_settlement_key(self, account):
        """The lock row of who settles this partner's items on an account."""
        return f"settlement:{self.commercial_partner_id.id}:{account.id}"

    def action_jxc_settlement_match(self):
        """Open the matching workbench for this partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_settlement.jxc_settlement_match_action"
        )
        action["context"] = {"default_partner_id": self.commercial_partner_id.id}
        return action

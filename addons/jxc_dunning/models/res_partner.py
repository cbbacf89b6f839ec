from odoo import fields, models
from odoo.fields import Domain

BOOKKEEPERS = "account.group_account_invoice,account.group_account_readonly"


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_dunning_count = fields.Integer(
        compute="_compute_jxc_dunning_count", groups=BOOKKEEPERS
    )

    def _compute_jxc_dunning_count(self):
        groups = self.env["jxc.dunning.letter"]._read_group(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("state", "=", "sent"),
            ],
            ["partner_id"],
            ["__count"],
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.jxc_dunning_count = counts.get(partner.commercial_partner_id.id, 0)

    def action_jxc_dunning_letters(self):
        """The letters that this customer got."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_dunning.jxc_dunning_letter_action"
        )
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action

    def _jxc_dunning_paused(self, company):
        """Those of these customers whom the company does not write to now."""
        today = fields.Date.context_today(self)
        pauses = self.env["jxc.dunning.pause"].sudo()
        pauses = pauses.search(
            Domain("company_id", "=", company.id)
            & Domain("partner_id", "in", self.ids)
            & (Domain("date_until", "=", False) | Domain("date_until", ">=", today))
        )
        return self.browse(pauses.partner_id.ids)

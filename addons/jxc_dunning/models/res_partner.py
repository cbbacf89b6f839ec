from odoo import fields, models

BOOKKEEPERS = "account.group_account_invoice,account.group_account_readonly"


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_dunning_hold = fields.Char(
        "No Dunning Because",
        company_dependent=True,
        copy=False,
        groups=BOOKKEEPERS,
        help="While a reason stands here, no letter asks this customer for money.",
    )
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

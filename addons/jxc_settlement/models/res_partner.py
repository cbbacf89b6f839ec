from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

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

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def action_jxc_vendor_score(self):
        """The vendor's scorecard, month by month."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_vendor.jxc_vendor_score_action"
        )
        vendor = self.commercial_partner_id
        return {
            **action,
            "domain": [("partner_id", "=", vendor.id)],
            "context": {"search_default_year": 1, "search_default_by_month": 1},
        }

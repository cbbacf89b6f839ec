from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_certificate_count = fields.Integer(
        "Certificates",
        compute="_compute_jxc_certificate_count",
        groups="purchase.group_purchase_user",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_jxc_certificate_count(self):
        groups = self.env["jxc.certificate"]._read_group(
            [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
        )
        for partner in self:
            partner.jxc_certificate_count = sum(
                count
                for of, count in groups
                if of == partner or of.commercial_partner_id == partner
            )

    def action_jxc_certificates(self):
        """The certificates of this vendor."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_certificate.jxc_certificate_action"
        )
        action["domain"] = [("partner_id", "child_of", self.ids)]
        action["context"] = {"default_partner_id": self.id}
        return action

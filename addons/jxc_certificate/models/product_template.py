from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    jxc_certificate_count = fields.Integer(
        "Certificates",
        compute="_compute_jxc_certificate_count",
        groups="purchase.group_purchase_user",
    )

    @api.depends_context("allowed_company_ids")
    def _compute_jxc_certificate_count(self):
        counts = dict(
            self.env["jxc.certificate"]._read_group(
                [("product_tmpl_id", "in", self.ids)], ["product_tmpl_id"], ["__count"]
            )
        )
        for template in self:
            template.jxc_certificate_count = counts.get(template._origin, 0)

    def action_jxc_certificates(self):
        """The certificates of this product."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_certificate.jxc_certificate_action"
        )
        action["domain"] = [("product_tmpl_id", "in", self.ids)]
        action["context"] = {"default_product_tmpl_id": self.id}
        return action

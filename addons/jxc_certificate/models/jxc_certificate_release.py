from odoo import api, fields, models


class JxcCertificateRelease(models.Model):
    """A manager lets an order pass although one certificate is lacking: of this kind,
    this vendor and this product, and of nothing else."""

    _name = "jxc.certificate.release"
    _description = "Release of a Lacking Certificate"
    _order = "id desc"

    order_id = fields.Many2one(
        "purchase.order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    kind_id = fields.Many2one("jxc.certificate.kind", required=True)
    partner_id = fields.Many2one("res.partner", "Vendor", required=True)
    product_tmpl_id = fields.Many2one("product.template", "Product")
    reason = fields.Text(required=True)
    user_id = fields.Many2one("res.users", "Released By", readonly=True, required=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Who released is who is signed in; the order says so."""
        made = super().create([{**v, "user_id": self.env.uid} for v in vals_list])
        for order, releases in made.grouped("order_id").items():
            names = ", ".join(releases.mapped(lambda one: one.kind_id.name))
            order.message_post(
                body=self.env._(
                    "Released without %(kinds)s: %(reason)s",
                    kinds=names,
                    reason="; ".join(sorted(set(releases.mapped("reason")))),
                )
            )
        return made

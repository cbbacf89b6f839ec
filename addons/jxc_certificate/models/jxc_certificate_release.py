from odoo import api, fields, models
from odoo.exceptions import UserError


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
        self.check_access("create")
        self._jxc_check_lacking(vals_list)
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

    @api.model
    def _jxc_check_lacking(self, vals_list):
        """Nothing is released ahead: it would hold for whatever expires later."""
        orders = self.env["purchase.order"].browse({v["order_id"] for v in vals_list})
        lacking = orders.sudo()._jxc_lacking()
        keys = {
            (order.id, *lack.key()) for order, some in lacking.items() for lack in some
        }
        for values in vals_list:
            key = (
                values["order_id"],
                values["kind_id"],
                values["partner_id"],
                values.get("product_tmpl_id") or False,
            )
            if key not in keys:
                order = orders.browse(values["order_id"])
                kind = self.env["jxc.certificate.kind"].browse(values["kind_id"])
                raise UserError(
                    self.env._(
                        "%(order)s does not lack %(kind)s: there is nothing to"
                        " release.",
                        order=order.display_name,
                        kind=kind.display_name,
                    )
                )

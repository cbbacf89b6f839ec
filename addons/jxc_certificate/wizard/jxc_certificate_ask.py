from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcCertificateAsk(models.TransientModel):
    """Why an order passes although certificates are lacking."""

    _name = "jxc.certificate.ask"
    _description = "Release without Certificates"

    order_id = fields.Many2one("purchase.order", required=True, readonly=True)
    lacking = fields.Text(compute="_compute_lacking", store=True)
    reason = fields.Text(required=True)

    @api.depends("order_id")
    def _compute_lacking(self):
        """What the manager reads, and signs for."""
        for ask in self:
            ask.lacking = ask.order_id.jxc_certificate_text

    def action_jxc_release(self):
        """Release what is lacking now, and only that."""
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Say why %s passes all the same.", self.order_id.name)
            )
        self.order_id.check_access("write")
        lacks = self.order_id.sudo()._jxc_lacking().get(self.order_id, [])
        if self.order_id.sudo()._jxc_lacks_text(lacks) != (self.lacking or ""):
            raise UserError(
                self.env._(
                    "%s lacks something else by now: open the dialog again.",
                    self.order_id.name,
                )
            )
        self.env["jxc.certificate.release"].create(
            [
                {
                    "order_id": self.order_id.id,
                    "kind_id": lack.kind.id,
                    "partner_id": lack.partner.id,
                    "product_tmpl_id": lack.product.id,
                    "reason": reason,
                }
                for lack in lacks
            ]
        )
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_figures import SELLERS


class JxcCreditRelease(models.Model):
    """A manager lets a delivery leave though its customer owes too much (S3).

    Whoever may create one may release: nobody changes it, and what it is good for is
    looked up here, so that goods added to the delivery afterwards are not released.
    """

    _name = "jxc.credit.release"
    _description = "Credit Release"
    _order = "id desc"
    _rec_name = "picking_id"
    _check_company_auto = True

    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="picking_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Released Up to",
        readonly=True,
        groups=SELLERS,
        help="What the delivery was worth when it was released; for more it needs a new"
        " release.",
    )
    hold = fields.Text("Stopped for Credit", related="picking_id.jxc_credit_hold")
    reason = fields.Char(required=True)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["amount"] = 0.0
        releases = super().create(vals_list)
        for release in releases:
            picking = release.picking_id
            if picking.state in ("draft", "done", "cancel"):
                raise UserError(
                    self.env._(
                        "%(delivery)s is not waiting to be shipped, so there is nothing"
                        " to release.",
                        delivery=picking.name,
                    )
                )
            if not picking.jxc_credit_hold:
                raise UserError(
                    self.env._(
                        "%(delivery)s is not stopped for credit: it can be shipped"
                        " without a release.",
                        delivery=picking.name,
                    )
                )
            release.sudo().amount = picking._jxc_credit_worth()
            picking.message_post(
                body=self.env._(
                    "Released though the customer owes too much: %(reason)s",
                    reason=release.reason,
                )
            )
        return releases

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Not entered by anybody here: kept at the confirmation, or said by the vendor.
PROMISES = {"jxc_date_promised", "jxc_date_confirmed"}


class PurchaseOrderLine(models.Model):
    """What the vendor promised first, whatever is agreed later (T6)."""

    _inherit = "purchase.order.line"

    jxc_date_promised = fields.Datetime(
        "First Promised",
        compute="_compute_jxc_date_promised",
        store=True,
        readonly=True,
        copy=False,
        help="The arrival agreed when the order was confirmed. A later date does not"
        " change it: the vendor's punctuality is measured by it.",
    )

    jxc_date_confirmed = fields.Datetime(
        "Confirmed by Vendor",
        readonly=True,
        copy=False,
        help="The arrival that the vendor confirmed last, in the portal.",
    )

    @api.depends("state", "display_type")
    def _compute_jxc_date_promised(self):
        for line in self:
            if line.display_type or line.state in ("draft", "sent", "to approve"):
                line.jxc_date_promised = False
            elif line.state == "purchase" and not line.jxc_date_promised:
                line.jxc_date_promised = line.date_planned
            else:
                line.jxc_date_promised = line.jxc_date_promised

    @api.model_create_multi
    def create(self, vals_list):
        # A default in the context would set it as well.
        if not self.env.su:
            asked = self.default_get(list(PROMISES)).keys()
            if PROMISES & asked or any(PROMISES & vals.keys() for vals in vals_list):
                self._jxc_refuse_promise()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and PROMISES & vals.keys():
            self._jxc_refuse_promise()
        return super().write(vals)

    def _jxc_refuse_promise(self):
        raise UserError(
            self.env._(
                "The first promised date is kept when the order is confirmed, and the"
                " vendor confirms his dates in the portal. Enter a new arrival in the"
                " expected date of the line."
            )
        )

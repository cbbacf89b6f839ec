from odoo import api, fields, models


class JxcApprovalRequest(models.Model):
    """What lists, cards and the counter in the top bar show of a request."""

    _inherit = "jxc.approval.request"

    amount = fields.Monetary(
        currency_field="currency_id",
        readonly=True,
        help="Of the document when it was submitted, in the company's currency.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        for vals in vals_list:
            document = self.env[vals["res_model"]].sudo().browse(vals["res_id"])
            vals.setdefault("amount", document._jxc_approval_amount())
        return super().create(vals_list)

    def write(self, vals):
        if not vals.keys() & {"state", "approver_ids"}:
            return super().write(vals)
        concerned = self.approver_ids
        result = super().write(vals)
        # The counter of each counts again; what it shows depends on his companies.
        (concerned | self.approver_ids)._bus_send("jxc_approval/updated", {})
        return result

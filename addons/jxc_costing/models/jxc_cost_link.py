from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP


class JxcCostLink(models.Model):
    """What an issue took of a receipt; a new cost takes less than nothing."""

    _name = "jxc.cost.link"
    _description = "Receipt of an Issue"
    _log_access = False

    issue_id = fields.Many2one(
        "jxc.cost.row", required=True, index=True, ondelete="cascade"
    )
    receipt_id = fields.Many2one(
        "jxc.cost.row", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="issue_id.company_id")
    currency_id = fields.Many2one(related="issue_id.currency_id")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    amount = fields.Monetary(readonly=True, groups=COST_GROUP)

from odoo import models
from odoo.fields import Domain

from .sale_order_credit import AT_SHIPMENT_ONLY, CREDIT_FIGURES


class JxcApprovalRule(models.Model):
    _inherit = "jxc.approval.rule"

    def _condition(self):
        """A rule on nothing but credit leaves alone the orders of companies that look
        at it when the goods leave."""
        condition = super()._condition()
        if self.model != "sale.order" or condition.is_true():
            return condition
        names = {leaf.field_expr for leaf in condition.iter_conditions()}
        if names and names <= CREDIT_FIGURES:
            condition &= Domain("company_id.jxc_credit_block", "!=", AT_SHIPMENT_ONLY)
        return condition

from odoo import models

from .sale_order_figures import SELLERS


class SaleOrder(models.Model):
    """Why a delivery of the order must wait for the customer's money (S3)."""

    _inherit = "sale.order"

    def _jxc_credit_reasons(self, used, limit, days):
        """What speaks against a delivery; figures for those who may read debts."""
        self.ensure_one()
        told = self.env.user.has_groups(SELLERS)
        partner = self.partner_id.commercial_partner_id.sudo()
        grace = partner.with_company(self.company_id).jxc_overdue_grace
        grace = grace or self.company_id.jxc_overdue_grace
        reasons = []
        if limit and self.company_id.currency_id.compare_amounts(used, limit) > 0:
            reason = self.env._("the credit limit does not suffice")
            if told:
                reason = self.env._(
                    "with it %(used)s would be owed, the credit limit is %(limit)s",
                    used=self._jxc_cc_text(used),
                    limit=self._jxc_cc_text(limit),
                )
            reasons.append(reason)
        if days > grace:
            reason = self.env._("invoices are overdue")
            if told:
                reason = self.env._(
                    "an invoice is overdue for %(days)s days, of grace are %(grace)s",
                    days=days,
                    grace=grace,
                )
            reasons.append(reason)
        return reasons

    def _jxc_credit_stops(self):
        """Reasons that are no sums, read of all orders at once.

        :return: ``{order: [reason]}``
        """
        return {}

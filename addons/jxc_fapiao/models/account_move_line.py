from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _jxc_fapiao_rate(self):
        """The one rate of VAT, as 0.13; None where it is not plain."""
        taxes = self.tax_ids.flatten_taxes_hierarchy()
        if len(taxes) != 1 or taxes.amount_type != "percent" or taxes.amount < 0:
            return None
        return taxes.amount / 100.0

    def _jxc_fapiao_faults(self):
        """What this line lacks for a tax invoice: texts."""
        self.ensure_one()
        name = self.product_id.display_name or self.name or ""
        faults = []
        if not self.product_id.product_tmpl_id._jxc_tax_code():
            faults.append(self.env._("%(line)s: no tax classification", line=name))
        if self._jxc_fapiao_rate() is None:
            faults.append(self.env._("%(line)s: not exactly one tax rate", line=name))
        if self.currency_id.compare_amounts(self.price_total, 0.0) <= 0:
            faults.append(
                self.env._(
                    "%(line)s: not above zero; take it off the price of the others",
                    line=name,
                )
            )
        return faults

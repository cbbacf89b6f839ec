from odoo import models


class JxcCashForecast(models.TransientModel):
    _inherit = "jxc.cash.forecast"

    def _jxc_bank_partners(self, rows):
        """The proposed partner stands in for one that nobody has entered."""
        found = super()._jxc_bank_partners(rows)
        lines = self.env["account.bank.statement.line"].sudo()
        lines = lines.browse(line for line, partner in found.items() if not partner)
        for line in lines:
            found[line.id] = line.jxc_partner_id.commercial_partner_id.id
        return found

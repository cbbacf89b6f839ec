from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        """What touches the stock of a closed month neither comes nor goes."""
        guarded = {"state", "date", "invoice_date", "company_id"} & vals.keys()
        if guarded:
            self.line_ids._jxc_check_open()
        result = super().write(vals)
        if guarded:
            self.line_ids._jxc_check_open()
        return result

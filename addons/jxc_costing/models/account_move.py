from odoo import models

from .jxc_cost_mixin import with_costs, without_costs


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # Posting an invoice books the cost of what was sold, whoever posts it.
        posted = super(AccountMove, with_costs(self))._post(soft)
        return without_costs(posted, self.env)

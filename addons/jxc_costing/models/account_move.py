from odoo import models

from .jxc_cost_mixin import with_costs, without_costs


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        # Posting an invoice books the cost of what was sold, whoever posts it.
        posted = super(AccountMove, with_costs(self))._post(soft)
        # The host looks at receipts only, and at none where a bill cancels another.
        cancels = self.env.context.get("move_reverse_cancel")
        kinds = ("is_in", "is_dropship") if cancels else ("is_dropship",)
        posted._jxc_value_receipts(kinds)
        return without_costs(posted, self.env)

    # A bill that is taken back says nothing any more of what the goods cost.

    def button_draft(self):
        result = super().button_draft()
        self._jxc_value_receipts()
        return result

    def button_cancel(self):
        result = super().button_cancel()
        self._jxc_value_receipts()
        return result

    def _jxc_value_receipts(self, kinds=("is_in", "is_dropship")):
        """Value again what came in, or passed by, of what these are bills of."""
        bills = self.filtered(lambda m: m.is_purchase_document(include_receipts=True))
        moves = with_costs(bills.line_ids)._get_stock_moves()
        moves.filtered(lambda move: any(move[kind] for kind in kinds))._set_value()

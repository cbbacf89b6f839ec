from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _eligible_for_stock_account(self):
        # 直运, billed before it is shipped: it will not come to our shelves either. The
        # host sees that when it was shipped.
        return super()._eligible_for_stock_account() and not any(
            move._is_dropshipped() or move._is_dropshipped_returned()
            for move in self._get_stock_moves()
            if move.state != "cancel"
        )

from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def action_jxc_unmatch(self):
        """A bank line that wrote something off is opened as a whole: what was written
        off does not stay without the match that it belongs to."""
        self.check_access("unlink")
        moves = (self.debit_move_id | self.credit_move_id).move_id
        items = moves.line_ids.filtered("jxc_difference_kind")
        lines = items.move_id.statement_line_id
        lines.action_jxc_undo()
        return super(AccountPartialReconcile, self.exists()).action_jxc_unmatch()

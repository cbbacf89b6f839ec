from odoo import models


class PurchaseRequisitionAlternativeWarning(models.TransientModel):
    _inherit = "purchase.requisition.alternative.warning"

    def action_keep_alternatives(self):
        self.po_ids.jxc_drop_alternatives = False
        return super().action_keep_alternatives()

    def action_cancel_alternatives(self):
        """The host cancels them first: an order that is refused then would leave
        nothing to choose from. They go with the confirmation."""
        self.po_ids.jxc_drop_alternatives = True
        return self._action_done()

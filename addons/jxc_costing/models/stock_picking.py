from odoo import models

#: In the context it says that transfers are being posted. An object, so that no client
#: can say it.
_POSTING = object()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        posting = self.with_context(jxc_cost_picking=_POSTING)
        return super(StockPicking, posting)._action_done()

    def write(self, vals):
        # The host dates the goods when it has moved them, and all of them again when
        # the transfer is done, seconds later: the ledger would be written twice.
        if "date_done" in vals and (
            self.env.context.get("jxc_cost_picking") is _POSTING
        ):
            done = self.move_ids.filtered(lambda move: move.state == "done")
            moments = set(done.mapped("date"))
            if len(moments) == 1:
                vals = {**vals, "date_done": moments.pop()}
        return super().write(vals)

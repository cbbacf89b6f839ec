from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_jxc_recall(self):
        """A new recall of these lots, still to be started."""
        if not self:
            raise UserError(self.env._("Choose the lots to recall first."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "jxc.recall",
            "view_mode": "form",
            "context": {"default_lot_ids": self.ids},
        }

    def _jxc_running(self):
        """The running recalls of these lots, of whatever company."""
        return (
            self.env["jxc.recall"]
            .sudo()
            .search([("state", "=", "open"), ("lot_ids", "in", self.ids)])
        )

    def _jxc_unblock(self):
        """What is being recalled stays blocked as long as that lasts."""
        if running := self._jxc_running():
            raise UserError(
                self.env._(
                    "%(lots)s is being recalled by %(recalls)s and stays blocked. Close"
                    " or cancel the recall first.",
                    lots=", ".join((self & running.lot_ids).mapped("display_name")),
                    recalls=", ".join(running.mapped("name")),
                )
            )
        return super()._jxc_unblock()

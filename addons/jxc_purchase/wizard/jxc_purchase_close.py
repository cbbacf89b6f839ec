from odoo import fields, models


class JxcPurchaseClose(models.TransientModel):
    _name = "jxc.purchase.close"
    _description = "Close Orders Short"

    order_id = fields.Many2one("purchase.order", required=True, readonly=True)
    line_ids = fields.Many2many("purchase.order.line", string="Lines", required=True)
    reason = fields.Char(required=True)

    def action_jxc_confirm(self):
        self.ensure_one()
        self.line_ids.action_jxc_close(self.reason)
        return {"type": "ir.actions.act_window_close"}

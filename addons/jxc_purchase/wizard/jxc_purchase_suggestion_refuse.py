from odoo import fields, models


class JxcPurchaseSuggestionRefuse(models.TransientModel):
    _name = "jxc.purchase.suggestion.refuse"
    _description = "Refuse a Purchase Suggestion"

    suggestion_ids = fields.Many2many(
        "jxc.purchase.suggestion",
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Text(required=True)

    def action_jxc_confirm(self):
        self.ensure_one()
        self.suggestion_ids.action_jxc_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, fields, models


class JxcPurchaseSuggestionSplit(models.TransientModel):
    _name = "jxc.purchase.suggestion.split"
    _description = "Split a Purchase Suggestion"

    suggestion_id = fields.Many2one(
        "jxc.purchase.suggestion",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_ids", [False])[0],
    )
    total = fields.Float(related="suggestion_id.quantity", string="Suggested")
    uom_id = fields.Many2one(related="suggestion_id.uom_id")
    quantity = fields.Float("Split Off", digits="Product Unit", required=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Vendor",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        help="Of the part; what remains stays with its vendor.",
    )

    @api.depends("suggestion_id")
    def _compute_partner_id(self):
        """The next best vendor: who splits wants another one, or another day."""
        for wizard in self:
            chosen = wizard.suggestion_id.partner_id
            others = wizard.suggestion_id.offer_ids.partner_id - chosen
            wizard.partner_id = others[:1] or chosen

    def action_jxc_confirm(self):
        self.ensure_one()
        self.suggestion_id._split(self.quantity, self.partner_id)
        return {"type": "ir.actions.act_window_close"}

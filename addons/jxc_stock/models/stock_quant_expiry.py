from odoo import fields, models


class StockQuantExpiry(models.Model):
    """What will soon expire, and where it lies."""

    _inherit = "stock.quant"

    jxc_remaining_days = fields.Integer(related="lot_id.jxc_remaining_days")
    jxc_expiry_state = fields.Selection(related="lot_id.jxc_expiry_state")
    jxc_lot_blocked = fields.Boolean(related="lot_id.jxc_blocked", string="Blocked")

    def action_jxc_scrap(self):
        """Write off what is free of it: a draft, which the keeper checks."""
        self.ensure_one()
        self.env["stock.scrap"].check_access("create")
        free = self.quantity - self.reserved_quantity
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Scrap"),
            "res_model": "stock.scrap",
            "view_mode": "form",
            "context": {
                "default_product_id": self.product_id.id,
                "default_product_uom_id": self.product_uom_id.id,
                "default_lot_id": self.lot_id.id,
                "default_location_id": self.location_id.id,
                "default_package_id": self.package_id.id,
                "default_owner_id": self.owner_id.id,
                "default_scrap_qty": max(self.product_uom_id.round(free), 0.0),
                "default_company_id": self.company_id.id,
            },
        }

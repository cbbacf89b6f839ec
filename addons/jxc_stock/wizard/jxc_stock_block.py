from odoo import fields, models


class JxcStockBlock(models.TransientModel):
    """Why these lots or places are blocked."""

    _name = "jxc.stock.block"
    _description = "Block Lots or Locations"

    lot_ids = fields.Many2many("stock.lot", string="Lots")
    location_ids = fields.Many2many("stock.location", string="Locations")
    reason = fields.Char(required=True)

    def action_block(self):
        """Block them; what is reserved of them is taken back."""
        self.ensure_one()
        for records in (self.lot_ids, self.location_ids):
            records._jxc_refuse_blocker()
            records.check_access("read")
            records._jxc_block(self.reason)
        return {"type": "ir.actions.act_window_close"}

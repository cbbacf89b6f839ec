from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    jxc_inspection_location_id = fields.Many2one(
        "stock.location",
        string="Inspection Location",
        check_company=True,
        copy=False,
        help="Goods that need inspection wait here; they cannot be promised.",
    )
    jxc_quarantine_location_id = fields.Many2one(
        "stock.location",
        string="Quarantine Location",
        check_company=True,
        copy=False,
        help="Goods that were refused stay here; they cannot be promised.",
    )
    jxc_keeper_ids = fields.Many2many(
        "res.users",
        "jxc_warehouse_keeper_rel",
        "warehouse_id",
        "user_id",
        string="Keepers",
        help="Who gets the to-dos of this warehouse.",
    )

    jxc_region = fields.Char(
        "Region", help="Warehouses of the same region stand together in the overview."
    )

    def _get_locations_values(self, vals, code=False):
        values = super()._get_locations_values(vals, code)
        places = {
            "jxc_inspection_location_id": self.env._("Inspection"),
            "jxc_quarantine_location_id": self.env._("Quarantine"),
        }
        for field, name in places.items():
            values[field] = {"name": name, "active": True, "usage": "internal"}
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, sequence = super()._get_picking_type_create_values(max_sequence)
        # The host's Chinese takes a receipt of goods for one of money.
        values["in_type_id"]["name"] = self.env._("Receipts")
        values["out_type_id"]["name"] = self.env._("Deliveries")
        return values, sequence

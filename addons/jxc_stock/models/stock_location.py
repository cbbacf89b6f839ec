from odoo import api, fields, models

AREAS = {
    "lot_stock_id": "shelf",
    "wh_pack_stock_loc_id": "shelf",
    "wh_output_stock_loc_id": "shelf",
    "wh_qc_stock_loc_id": "inspection",
    "jxc_inspection_location_id": "inspection",
    "jxc_quarantine_location_id": "quarantine",
}


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location", "jxc.blockable"]

    jxc_area = fields.Selection(
        [
            ("shelf", "Shelf"),
            ("inspection", "Inspection"),
            ("quarantine", "Quarantine"),
        ],
        string="Area",
        compute="_compute_jxc_area",
        store=True,
        recursive=True,
        help="What the warehouse uses the place for, together with all it contains.",
    )
    jxc_promisable = fields.Boolean(
        string="Can Be Promised",
        compute="_compute_jxc_promisable",
        store=True,
        help="Goods here can be promised to customers. Goods at the gate, in inspection"
        " and in quarantine cannot.",
    )
    jxc_allow_negative = fields.Boolean(
        string="Allow Negative Stock",
        help="Transfers may take more from here than there is. The next receipt or"
        " count has to make up for it.",
    )

    jxc_is_blocked = fields.Boolean(
        string="Blocked Itself or Within a Blocked One",
        compute="_compute_jxc_is_blocked",
        store=True,
        recursive=True,
        index=True,
    )

    @api.depends("jxc_blocked", "location_id.jxc_is_blocked")
    def _compute_jxc_is_blocked(self):
        for location in self:
            above = location.location_id.jxc_is_blocked
            location.jxc_is_blocked = location.jxc_blocked or above

    @api.depends(
        "location_id.jxc_area",
        "warehouse_id",
        *(f"warehouse_id.{name}" for name in AREAS),
    )
    def _compute_jxc_area(self):
        for location in self:
            warehouse = location.warehouse_id
            own = (area for name, area in AREAS.items() if location == warehouse[name])
            parent = location.location_id
            inherited = parent.jxc_area if parent.warehouse_id == warehouse else False
            location.jxc_area = next(own, inherited)

    @api.depends("jxc_area", "usage")
    def _compute_jxc_promisable(self):
        for location in self:
            location.jxc_promisable = (
                location.jxc_area == "shelf" and location.usage == "internal"
            )

    def _jxc_quant_domain(self):
        return [("location_id", "child_of", self.ids)]

    def _jxc_held_domain(self):
        return [
            ("location_id", "child_of", self.ids),
            ("state", "not in", ("done", "cancel")),
        ]

from odoo import api, fields, models

from ..logic import walk


class JxcStocktake(models.Model):
    _inherit = "jxc.stocktake"

    jxc_unknown_ids = fields.One2many(
        "jxc.pda.unknown", "stocktake_id", "Unknown Codes", readonly=True, copy=False
    )

    def jxc_sheet(self):
        """Bins come by the shortest way, up one aisle and down the next."""
        self.env["jxc.pda"]._check_page_user()
        sheet = super().jxc_sheet()
        turn = walk.order({place["id"]: place["name"] for place in sheet["bins"]})
        rank = {place_id: number for number, place_id in enumerate(turn)}
        sheet["bins"].sort(key=lambda place: rank[place["id"]])
        return sheet

    @api.model
    def jxc_push(self, counts, since=None):
        """Counts come from who counted."""
        self.env["jxc.pda"]._check_page_user()
        return super().jxc_push(counts, since)

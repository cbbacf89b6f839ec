from odoo import models

from .res_company import PLACES
from .stock_move import move_values


class JxcStocktakeLine(models.Model):
    _inherit = "jxc.stocktake.line"

    def _move_values(self, kind):
        self.ensure_one()
        other = self.company_id[PLACES[kind]]
        places = (self.location_id, other)
        package = {"package_id": self.package_id.id}
        if kind == "gain":
            places = (other, self.location_id)
            package = {"result_package_id": self.package_id.id}
        values = move_values(
            self.product_id,
            abs(self.difference),
            *places,
            lot_id=self.lot_id.id,
            owner_id=self.owner_id.id,
            **package,
        )
        return values | {"jxc_stocktake_line_id": self.id}

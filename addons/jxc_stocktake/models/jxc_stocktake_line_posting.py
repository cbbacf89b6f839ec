from odoo import models
from odoo.exceptions import UserError

from .res_company import PLACES
from .stock_move import move_values


class JxcStocktakeLine(models.Model):
    _inherit = "jxc.stocktake.line"

    def _refuse_corrected(self):
        """A newer count has corrected the place: what was counted before it does not
        undo that."""
        wrong = self.filtered(lambda line: not line.is_right)
        corrections = self.env["stock.move.line"]
        if wrong:
            first = min(wrong.mapped("counted_at"))
            corrections = corrections.search(
                [
                    ("product_id", "in", wrong.product_id.ids),
                    ("state", "=", "done"),
                    ("move_id.is_inventory", "=", True),
                    ("date", ">=", first.replace(microsecond=0)),
                ]
            )
        latest = {}
        for done in corrections:
            for place in done.location_id | done.location_dest_id:
                key = place, done.product_id, done.lot_id, done.owner_id
                at = done._jxc_moment()
                latest[key] = max(at, latest.get(key, at))
        for line in wrong:
            key = line.location_id, line.product_id, line.lot_id, line.owner_id
            if key in latest and latest[key] > line.counted_at:
                raise UserError(
                    self.env._(
                        "%(product)s in %(place)s was corrected by another count after"
                        " it was counted in %(plan)s. Go back and count it again.",
                        product=line.product_id.display_name,
                        place=line.location_id.display_name,
                        plan=line.stocktake_id.name,
                    )
                )

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

from odoo import models
from odoo.exceptions import UserError

#: In the context it says that an inspector's verdict moves the goods. An object, so
#: that no client can say it.
VERDICT = object()


class StockMoveInspected(models.Model):
    """What waits for the inspector stays where he looks, until his verdict (P7)."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder)
        if self.env.context.get("jxc_verdict") is not VERDICT:
            done._jxc_refuse_uninspected()
        return done

    def _jxc_refuse_uninspected(self):
        """Other goods may lie there too: as much as waits has to be left."""
        taken = self.sudo().move_line_ids.filtered(
            lambda line: (
                line.location_id.jxc_area == "inspection"
                and line.location_dest_id.usage in ("internal", "transit")
                and line.location_dest_id.jxc_area != "inspection"
            )
        )
        if not taken:
            return
        waiting, left = taken._jxc_waiting(), taken._jxc_left()
        for line in taken:
            key = line._jxc_inspected_key(line.location_id)
            lines = waiting.get(key)
            if not lines:
                continue
            unit = line.product_id.uom_id
            if unit.compare(left[key], sum(lines.mapped("received"))) < 0:
                raise UserError(
                    self.env._(
                        "%(goods)s of %(document)s waits for %(inspections)s: it stays"
                        " in %(place)s until an inspector has said what is accepted,"
                        " which also takes it to the shelf. Ask an inspector.",
                        goods=" ".join(
                            filter(
                                None, (line.product_id.display_name, line.lot_id.name)
                            )
                        ),
                        document=line.picking_id.name or line.reference,
                        inspections=", ".join(lines.inspection_id.mapped("name")),
                        place=line.location_id.display_name,
                    )
                )

from datetime import timedelta

from odoo import models

from .stock_move_stop import OUT


class StockMoveLife(models.Model):
    """How much life the goods of a move must have left."""

    _inherit = "stock.move"

    def _jxc_receives(self):
        """Whether it brings goods of a vendor into the house."""
        return (
            self.location_id.usage == "supplier"
            and self.location_dest_id.usage not in (*OUT, "supplier")
        )

    def _jxc_last(self):
        """The move by which its goods leave, or the nearest to it that there is."""
        leaving = self._jxc_way().filtered(lambda move: move._jxc_leaves())
        out = leaving.filtered(lambda move: move.location_dest_id.usage in OUT)
        return out[:1] or leaving[-1:] or self

    def _jxc_minimum(self, target=None):
        """What the vendor of its goods, or the customer who gets them, is asked for.

        :param target: where they go by a line, if not where the move goes
        """
        rules, move = self.env["jxc.life.rule"], self.sudo()
        kind, last = "delivery", move._jxc_last()
        target = target or last.location_final_id or last.location_dest_id
        if move._jxc_receives():
            kind, last = "receipt", move
        elif target.usage != "customer":
            return None
        partner = last.partner_id or last.picking_id.partner_id
        return rules._jxc_minimum(kind, move.company_id, partner, move.product_id)

    def _jxc_enough(self, leaving):
        """Seek only goods that will be good for long enough when they are shipped."""
        minimum = self._jxc_minimum()
        if not minimum:
            return leaving
        company, lots = self.sudo().company_id, self.env["stock.lot"].sudo()
        day = lots._jxc_day(leaving.until, company)
        if minimum.unit == "day":
            before = day + timedelta(days=minimum.number - 1)
            until = max(leaving.until, lots._jxc_end_of(before, company))
            return leaving._replace(until=until)
        lots = lots.search_fetch(
            [
                ("product_id", "=", self.product_id.id),
                ("expiration_date", ">", leaving.until),
            ],
            ["expiration_date", "jxc_production_date"],
        )
        short = lots.filtered(lambda lot: lot._jxc_life_short(minimum, day, company))
        return leaving._replace(short=tuple(short.ids))

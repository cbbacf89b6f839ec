from odoo import api, fields, models

from .stock_move_stop import BACK


class StockMoveLineLife(models.Model):
    """Lots of which too little life is left are neither received nor shipped, unless
    somebody who may has released them."""

    _inherit = "stock.move.line"

    jxc_has_expiry = fields.Boolean(compute="_compute_jxc_life")
    jxc_days_left = fields.Integer(
        string="Days Left",
        compute="_compute_jxc_life",
        help="From the day of the transfer to the expiration date.",
    )
    jxc_life_warning = fields.Char(string="Too Short", compute="_compute_jxc_life")

    @api.depends(
        "expiration_date",
        "jxc_production_date",
        "lot_id.expiration_date",
        "lot_id.jxc_production_date",
        "location_dest_id",
        "state",
        "move_id.date",
        "picking_id.partner_id",
        "picking_id.jxc_released_lot_ids",
        "picking_id.jxc_released_life",
    )
    def _compute_jxc_life(self):
        for line in self:
            end, company = line._jxc_dated().expiration_date, line.company_id
            day, end = line._jxc_life_day(), line._jxc_day(end, company)
            line.jxc_has_expiry = bool(end)
            line.jxc_days_left = (end - day).days if end else 0
            line.jxc_life_warning = line.state != "done" and line._jxc_life_reason()

    def _jxc_dated(self):
        """What says when its goods expire: the lot, or the line that brings it."""
        return self.lot_id or self

    def _jxc_life_day(self, posting=False):
        """The day on which the goods are received or shipped."""
        moment = now = fields.Datetime.now()
        if self.state == "done" and self.date:
            moment = self.date
        elif not posting and self.move_id and not self.move_id._jxc_receives():
            moment = max(self.move_id.date or now, now)
        return self._jxc_day(moment, self.company_id)

    def _jxc_life_key(self):
        """What a release of a receipt is for: this lot, with this date."""
        end = self._jxc_day(self._jxc_dated().expiration_date, self.company_id)
        return [self.product_id.id, self._jxc_lot_text(), str(end)]

    def _jxc_life_reason(self, posting=False):
        """Why it may not be received or shipped, as text; or None."""
        self.ensure_one()
        line = self.sudo()
        picking = line.picking_id or line.move_id.picking_id
        if line.lot_id and line.lot_id in picking.jxc_released_lot_ids:
            return None
        if line._jxc_life_key() in (picking.jxc_released_life or []):
            return None
        minimum = line._jxc_life_minimum()
        short = minimum and line._jxc_dated()._jxc_life_short(
            minimum, line._jxc_life_day(posting), line.company_id
        )
        if not short:
            return None
        left, needed = short
        rule = self.env["jxc.life.rule"].sudo().browse(minimum.rule)
        return self.env._(
            "%(left)s days of its life are left, and %(needed)s are asked for"
            " (%(rule)s)",
            left=left,
            needed=needed,
            rule=rule.display_name,
        )

    def _jxc_life_minimum(self):
        """A client can hide a customer in a transfer within the house."""
        move, source, target = self.move_id, self.location_id, self.location_dest_id
        if source.usage in BACK:
            return None
        delivered = target.usage == "customer"
        if move:
            return move._jxc_minimum(target if delivered else None)
        if not delivered and source.usage != "supplier":
            return None
        return self.env["jxc.life.rule"]._jxc_minimum(
            "delivery" if delivered else "receipt",
            self.company_id,
            self.picking_id.partner_id,
            self.product_id,
        )

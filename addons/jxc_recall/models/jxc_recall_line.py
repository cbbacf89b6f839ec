from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class JxcRecallLine(models.Model):
    """What one partner delivered or was sent of one lot, and what became of it."""

    _name = "jxc.recall.line"
    _description = "Recall by Partner"
    _order = "recall_id desc, side, partner_id, lot_id"

    recall_id = fields.Many2one(
        "jxc.recall", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="recall_id.company_id", store=True)
    recall_state = fields.Selection(related="recall_id.state", string="Recall Status")
    side = fields.Selection(
        [("supplier", "Vendor"), ("customer", "Customer")], required=True, readonly=True
    )
    partner_id = fields.Many2one("res.partner", readonly=True)
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    lot_id = fields.Many2one("stock.lot", required=True, readonly=True)
    product_id = fields.Many2one(related="lot_id.product_id", store=True)
    product_uom_id = fields.Many2one(related="lot_id.product_id.uom_id", string="Unit")
    received = fields.Float(
        digits="Product Unit", compute="_compute_figures", compute_sudo=True
    )
    shipped = fields.Float(
        digits="Product Unit", compute="_compute_figures", compute_sudo=True
    )
    recovered = fields.Float(
        digits="Product Unit",
        compute="_compute_figures",
        compute_sudo=True,
        help="What came back, before the recall and since.",
    )
    destroyed = fields.Float(
        "Destroyed or Used",
        digits="Product Unit",
        help="What the customer says was used up or destroyed at his place.",
    )
    unaccounted = fields.Float(
        digits="Product Unit", compute="_compute_figures", compute_sudo=True
    )
    note = fields.Char()
    told_at = fields.Datetime("Letter Sent", readonly=True, copy=False)

    _one_per_partner = models.UniqueIndex(
        "(recall_id, side, lot_id, COALESCE(partner_id, 0))",
        "A partner is on a recall once for each lot.",
    )

    @api.depends("destroyed", "recall_id.lot_ids")
    def _compute_figures(self):
        found = {recall: recall._crossings() for recall in self.recall_id}
        for line in self:
            key = line.lot_id.id, line.side, line.partner_id.id or None
            came, went = found.get(line.recall_id, {}).get(key, (0.0, 0.0))
            vendor = line.side == "supplier"
            line.received = came if vendor else 0.0
            line.shipped = 0.0 if vendor else went
            line.recovered = went if vendor else came
            rest = line.shipped - line.recovered - line.destroyed
            unit = line.product_uom_id
            line.unaccounted = max(unit.round(rest), 0.0) if not vendor else 0.0

    @api.constrains("destroyed")
    def _check_destroyed(self):
        for line in self:
            unit = line.product_uom_id
            most = line.shipped - line.recovered
            if (
                unit.compare(line.destroyed, 0.0) < 0
                or unit.compare(line.destroyed, most) > 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(partner)s has at most %(most)g %(unit)s of %(lot)s left to"
                        " destroy.",
                        partner=line.partner_id.display_name,
                        most=max(unit.round(most), 0.0),
                        unit=unit.name,
                        lot=line.lot_id.display_name,
                    )
                )

    def _of_the_same_partner(self):
        """All lines of a letter: what the partner was sent, of every lot."""
        return self.recall_id.line_ids.filtered(
            lambda line: line.side == self.side and line.partner_id == self.partner_id
        )

    def _still_here(self):
        """What of the lot lies in our warehouses, as a letter to its vendor says."""
        self.ensure_one()
        quants = self.recall_id.quant_ids.filtered(lambda q: q.lot_id == self.lot_id)
        return sum(quants.mapped("quantity"))

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"destroyed", "note"}:
                raise UserError(
                    self.env._(
                        "Only what was destroyed and a note can be entered here; the"
                        " rest follows from the transfers."
                    )
                )
            self.recall_id._hold()
            self.recall_id._refuse_unless("open")
        return super().write(vals)

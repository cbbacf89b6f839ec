from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JxcTransferLine(models.Model):
    _name = "jxc.transfer.line"
    _description = "Warehouse Transfer Line"
    _inherit = ["jxc.approval.line.mixin"]
    _order = "transfer_id, sequence, id"
    _rec_name = "product_id"
    _check_company_auto = True
    _jxc_approval_parent_field = "transfer_id"

    transfer_id = fields.Many2one(
        "jxc.transfer", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="transfer_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        domain=[("is_storable", "=", True)],
        index=True,
    )
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        required=True,
        compute="_compute_uom_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(
        "Requested", digits="Product Unit", required=True, default=1
    )
    lot_id = fields.Many2one(
        "stock.lot",
        domain="[('product_id', '=', product_id)]",
        check_company=True,
        help="Only this lot is sent; empty: the lots that are to go first.",
    )
    available = fields.Float(
        compute="_compute_available",
        digits="Product Unit",
        help="What the sending warehouse can promise, in the line's unit.",
    )
    move_ids = fields.One2many(
        "stock.move", "jxc_transfer_line_id", "Stock Moves", copy=False
    )
    to_ship = fields.Float(compute="_compute_progress", digits="Product Unit")
    shipped = fields.Float(compute="_compute_progress", digits="Product Unit")
    in_transit = fields.Float(compute="_compute_progress", digits="Product Unit")
    received = fields.Float(compute="_compute_progress", digits="Product Unit")
    returned = fields.Float(compute="_compute_progress", digits="Product Unit")
    lost = fields.Float(compute="_compute_progress", digits="Product Unit")
    damaged = fields.Float(compute="_compute_progress", digits="Product Unit")
    stranded = fields.Float(compute="_compute_progress", digits="Product Unit")
    difference = fields.Float(
        compute="_compute_progress",
        digits="Product Unit",
        help="Requested, and neither received nor on its way any more.",
    )

    _positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a transfer's line is more than zero."
    )

    @api.depends("product_id")
    def _compute_uom_id(self):
        for line in self:
            unit = line.product_id.uom_id
            if not line.uom_id or not line.uom_id._has_common_reference(unit):
                line.uom_id = unit

    @api.depends("product_id", "uom_id", "transfer_id.warehouse_id")
    def _compute_available(self):
        service = self.env["jxc.stock.availability"]
        figures = service._get(self.product_id, self.transfer_id.warehouse_id)
        for line in self:
            key = (line.product_id.id, line.transfer_id.warehouse_id.id)
            figure = figures.get(key)
            atp = figure.atp if figure else 0.0
            unit = line.product_id.uom_id
            line.available = unit._compute_quantity(atp, line.uom_id) if unit else 0.0

    @api.depends(
        "quantity",
        "move_ids.state",
        "move_ids.quantity",
        "move_ids.product_uom_qty",
        "move_ids.jxc_transfer_step",
    )
    def _compute_progress(self):
        for line in self:
            unit, done, still = line.uom_id, defaultdict(float), defaultdict(float)
            for move in line.move_ids:
                step = move.jxc_transfer_step
                if move.state == "done":
                    done[step] += move.product_uom._compute_quantity(
                        move.quantity, unit, round=False
                    )
                elif move.state != "cancel":
                    still[step] += move.product_uom._compute_quantity(
                        move.product_uom_qty, unit, round=False
                    )
            left = done["ship"] - done["receive"] - done["back"]
            left = unit.round(left - done["loss"] - done["damaged"]) if unit else 0
            expected = still["receive"] + still["back"]
            line.shipped, line.received = done["ship"], done["receive"]
            line.returned, line.to_ship = done["back"], still["ship"]
            line.lost, line.damaged = done["loss"], done["damaged"]
            line.in_transit = left
            line.stranded = max(unit.round(left - expected), 0) if unit else 0
            begun = bool(line.move_ids)
            missing = line.quantity - line.received - left - line.to_ship
            line.difference = unit.round(missing) if begun else 0.0

    @api.constrains("product_id", "uom_id", "lot_id")
    def _check_goods(self):
        for line in self.sudo():
            product = line.product_id
            if not product.is_storable:
                raise ValidationError(
                    self.env._(
                        "%(product)s has no stock to transfer: take it off the list.",
                        product=product.display_name,
                    )
                )
            if not line.uom_id._has_common_reference(product.uom_id):
                raise ValidationError(
                    self.env._(
                        "%(product)s is not measured in %(unit)s. Choose a unit that"
                        " %(own)s converts to.",
                        product=product.display_name,
                        unit=line.uom_id.name,
                        own=product.uom_id.name,
                    )
                )
            if line.lot_id and line.lot_id.product_id != product:
                raise ValidationError(
                    self.env._(
                        "The lot %(lot)s is not one of %(product)s. Choose another"
                        " lot.",
                        lot=line.lot_id.name,
                        product=product.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.transfer_id._check_draft()
        return lines

    def write(self, vals):
        if vals.keys() - {"sequence"}:
            self.transfer_id._check_draft()
        result = super().write(vals)
        if "transfer_id" in vals:
            self.transfer_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self.transfer_id.filtered(lambda t: t.phase == "confirmed")._check_draft()

    def _needed(self):
        """The quantity in the product's unit."""
        self.ensure_one()
        return self.uom_id._compute_quantity(self.quantity, self.product_id.uom_id)

    def _lot_names(self):
        """The lots that went, or are set aside to go; else the one asked for."""
        self.ensure_one()
        going = self.sudo().move_ids.filtered(lambda m: m.jxc_transfer_step == "ship")
        lots = going.move_line_ids.lot_id or self.lot_id
        return ", ".join(lots.mapped("name"))

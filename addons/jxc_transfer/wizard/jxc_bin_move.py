from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class JxcBinMove(models.TransientModel):
    """移库: goods go from their bins to another, at once (T2).

    The host relocates quants without a document, and only for its managers. This is a
    picking within the warehouse, so that everything that holds for pickings holds.
    """

    _name = "jxc.bin.move"
    _description = "Move to Another Bin"

    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    location_id = fields.Many2one(
        "stock.location",
        "To Bin",
        required=True,
        domain="[('warehouse_id', '=', warehouse_id), ('usage', '=', 'internal')]",
    )
    line_ids = fields.One2many("jxc.bin.move.line", "wizard_id", "Goods")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") != "stock.quant":
            return values
        quants = self.env["stock.quant"].browse(self.env.context.get("active_ids"))
        quants = quants.exists().filtered(
            lambda q: q.product_uom_id.compare(q.available_quantity, 0.0) > 0
        )
        values["warehouse_id"] = self._one_warehouse(quants.location_id).id
        values["line_ids"] = [
            Command.create({"quant_id": q.id, "quantity": q.available_quantity})
            for q in quants
        ]
        return values

    def _one_warehouse(self, places):
        houses = {place.warehouse_id for place in places}
        if len(houses) != 1 or not all(houses):
            raise UserError(
                self.env._(
                    "Choose goods of one warehouse that are not reserved. From one"
                    " warehouse to another they go by a transfer."
                )
            )
        return houses.pop()

    def action_move(self):
        """Post the picking, and show it.

        :raise UserError: nothing to move, or more than lies there unreserved.
        """
        self.ensure_one()
        house = self._one_warehouse(self.line_ids.location_id | self.location_id)
        lines = self.line_ids.filtered(lambda line: line._is_asked(self.location_id))
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing moves: enter a quantity, and a bin in which the goods do"
                    " not lie already."
                )
            )
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": house.int_type_id.id,
                "location_id": house.view_location_id.id,
                "location_dest_id": self.location_id.id,
                "origin": self.env._("Move to another bin"),
                "move_ids": [
                    Command.create(line._move_values(self.location_id))
                    for line in lines
                ],
            }
        )
        picking.action_confirm()
        for line, move in zip(lines, picking.move_ids, strict=True):
            line._take(move)
        picking.with_context(skip_sms=True, skip_backorder=True).button_validate()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "res_id": picking.id,
            "views": [(False, "form")],
        }

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class JxcBinMoveLine(models.TransientModel):
    """How much of what lies in a bin goes to the other."""

    _name = "jxc.bin.move.line"
    _description = "Goods to Move"

    wizard_id = fields.Many2one("jxc.bin.move", required=True, ondelete="cascade")
    quant_id = fields.Many2one("stock.quant", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="quant_id.product_id")
    location_id = fields.Many2one(related="quant_id.location_id", string="From Bin")
    lot_id = fields.Many2one(related="quant_id.lot_id")
    package_id = fields.Many2one(related="quant_id.package_id")
    owner_id = fields.Many2one(related="quant_id.owner_id")
    uom_id = fields.Many2one(related="quant_id.product_uom_id", string="Unit")
    free = fields.Float(
        "Free", related="quant_id.available_quantity", digits="Product Unit"
    )
    quantity = fields.Float(digits="Product Unit")

    def _is_asked(self, place):
        """Whether goods move at all.

        :raise UserError: more than what lies there and is not reserved, or negative.
        """
        self.ensure_one()
        unit = self.uom_id
        if unit.compare(self.quantity, 0.0) < 0 or (
            unit.compare(self.quantity, self.free) > 0
        ):
            raise UserError(
                self.env._(
                    "%(product)s in %(place)s: %(free)g %(unit)s can be moved, not"
                    " %(asked)g. The rest is reserved or not there.",
                    product=self.product_id.display_name,
                    place=self.location_id.display_name,
                    free=self.free,
                    unit=unit.display_name,
                    asked=self.quantity,
                )
            )
        return not unit.is_zero(self.quantity) and self.location_id != place

    def _places(self, place):
        return {"location_id": self.location_id.id, "location_dest_id": place.id}

    def _move_values(self, place):
        return {
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self.quantity,
            **self._places(place),
        }

    def _take(self, move):
        """These goods and no others, whatever has been reserved for the move."""
        values = {
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "quantity": self.quantity,
            "picked": True,
            "picking_id": move.picking_id.id,
            "lot_id": self.lot_id.id,
            "package_id": self.package_id.id,
            "result_package_id": self.package_id.id if self._is_whole() else False,
            "owner_id": self.owner_id.id,
            **self._places(move.location_dest_id),
        }
        move.move_line_ids.unlink()
        move.write({"move_line_ids": [Command.create(values)], "picked": True})

    def _is_whole(self):
        """A package goes along if nothing of it stays behind."""
        others = self.package_id.quant_ids - self.quant_id
        moved = self.wizard_id.line_ids.quant_id
        return not (others - moved) and not any(
            line.uom_id.compare(line.quantity, line.quant_id.quantity)
            for line in self.wizard_id.line_ids
            if line.package_id == self.package_id
        )

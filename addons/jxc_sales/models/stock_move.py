from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain

from ..logic.allocation import Wish


class StockMove(models.Model):
    """What a delivery asks for when goods are short 锁货 (S2)."""

    _inherit = "stock.move"

    def _jxc_customer_priority(self):
        """How early its customer is served."""
        self.ensure_one()
        move = self.sudo()
        order = move.sale_line_id.order_id or move.picking_id.sale_id
        partner = order.partner_id or move.picking_id.partner_id
        return partner.commercial_partner_id.jxc_priority or "0"

    def _jxc_wish(self, rank, taken=0.0):
        """What it waits for: whole boxes, if it is ordered in whole boxes.

        :param taken: what of it is not to be shared any more
        """
        self.ensure_one()
        unit, box = self.product_id.uom_id, self.packaging_uom_id or self.product_uom
        quantity, step, least = (
            Decimal(str(number))
            for number in (
                unit.round(self.product_qty - taken),
                box._compute_quantity(1, unit),
                unit.rounding,
            )
        )
        group = self.priority or "0", self._jxc_customer_priority()
        return Wish(group, rank, quantity, least if quantity % step else step)

    def _jxc_reserved(self):
        """How much it has taken, in the product's unit."""
        self.ensure_one()
        taken = sum(self.move_line_ids.mapped("quantity_product_uom"))
        return self.product_id.uom_id.round(taken)

    def _jxc_lacks(self):
        """Whether it has less than it needs."""
        self.ensure_one()
        unit = self.product_id.uom_id
        return unit.compare(self._jxc_reserved(), self.product_qty) < 0

    def _jxc_free(self):
        """What lies where these moves take from, may leave, and nobody has reserved.

        :return: ``{(product, location): quantity in the product's unit}``
        """
        now = fields.Datetime.now()
        may_leave = Domain("owner_id", "=", False)
        may_leave &= Domain("location_id.jxc_promisable", "=", True)
        may_leave &= Domain("location_id.jxc_is_blocked", "=", False)
        may_leave &= Domain("lot_id", "=", False) | (
            Domain("lot_id.jxc_blocked", "=", False)
            & (
                Domain("lot_id.expiration_date", "=", False)
                | Domain("lot_id.expiration_date", ">", now)
            )
        )
        quants = self.env["stock.quant"].sudo()
        free = defaultdict(float)
        for place, moves in self.grouped("location_id").items():
            here = may_leave & Domain("location_id", "child_of", place.id)
            here &= Domain("product_id", "in", moves.product_id.ids)
            for product, quantity, reserved in quants._read_group(
                here, ["product_id"], ["quantity:sum", "reserved_quantity:sum"]
            ):
                free[product.with_env(self.env), place] = quantity - reserved
        return free

    def _compute_description_picking(self):
        # 直运: the host reads it from the customer's order as whoever confirms the
        # purchase, and a buyer may not read that order.
        return super(StockMove, self.sudo())._compute_description_picking()

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..logic import allocation

WAITING = ("confirmed", "partially_available", "assigned")
SHORT = ("confirmed", "partially_available")


def _exact(quantity):
    return Decimal(str(quantity))


class JxcSaleAllocation(models.TransientModel):
    """锁货: what is short is shared among deliveries, shown, and then reserved (S2)."""

    _name = "jxc.sale.allocation"
    _description = "Allocate Short Goods"

    picking_ids = fields.Many2many(
        "stock.picking",
        string="Deliveries",
        default=lambda self: self._default_picking_ids(),
    )
    proportional = fields.Boolean(
        "In Proportion",
        default=lambda self: self.env.company.jxc_allocate_proportional,
        help="Deliveries of the same priority get the same part of what they need;"
        " otherwise the earlier one is served first.",
    )
    line_ids = fields.One2many(
        "jxc.sale.allocation.line",
        "wizard_id",
        "Shares",
        compute="_compute_line_ids",
        # Nobody is shown, or shares, deliveries that he may not see.
        compute_sudo=False,
        store=True,
    )

    @api.model
    def _default_picking_ids(self):
        """Those that were chosen; else all that wait for something that is short."""
        if self.env.context.get("active_model") == "stock.picking":
            return self.env.context.get("active_ids")
        leaving = Domain("picking_type_id.code", "=", "outgoing")
        leaving |= Domain("location_final_id.usage", "=", "customer")
        leaving &= Domain("company_id", "=", self.env.company.id)
        moves = self.env["stock.move"]
        short = moves._read_group(
            leaving & Domain("state", "in", SHORT), ["product_id"]
        )
        rivals = Domain("product_id", "in", [product.id for [product] in short])
        rivals &= leaving & Domain("state", "in", WAITING)
        return moves.search(rivals).picking_id

    @api.depends("picking_ids", "proportional")
    def _compute_line_ids(self):
        for wizard in self:
            rows = [Command.create(values) for values in wizard._rows()]
            wizard.line_ids = [Command.clear(), *rows]

    def action_apply(self):
        """Reserve the shares as they were shown."""
        self.ensure_one()
        moves = self._moves()
        moves.picking_id.check_access("write")
        moves._jxc_lock()
        moves.invalidate_recordset()
        self._check_as_shown()
        changed = self.line_ids.filtered(
            lambda line: line.product_uom_id.compare(line.has, line.gets)
        )
        changed.move_id._do_unreserve()
        for line in changed:
            line._reserve()
        return {"type": "ir.actions.act_window_close"}

    def _check_as_shown(self):
        """What has changed meanwhile is looked at again, and not applied unseen."""
        shown = {line.move_id.id: line for line in self.line_ids}
        rows = self._rows()
        same = shown.keys() == {row["move_id"] for row in rows} and not any(
            shown[row["move_id"]].product_uom_id.compare(
                shown[row["move_id"]][name], row[name]
            )
            for row in rows
            for name in ("needed", "has", "gets")
        )
        if not same:
            raise UserError(
                self.env._(
                    "Stock or deliveries have changed meanwhile. Open the allocation"
                    " again, and look at the new shares."
                )
            )

    # --- shares -----------------------------------------------------------------

    def _moves(self):
        """What of the deliveries waits for goods of the shelf, and nobody picked."""
        return self.picking_ids._origin.move_ids.filtered(
            lambda move: move.state in WAITING
            and not move.picked
            and not move.move_orig_ids
            and move.procure_method == "make_to_stock"
            and move.product_id.is_storable
            and move.location_id.jxc_promisable
        )

    def _rows(self):
        """Values of lines, for the products that do not suffice for all."""
        rows = []
        moves = self._moves()
        free = moves._jxc_free()
        groups = moves.grouped(lambda move: (move.product_id, move.location_id))
        for key, rivals in groups.items():
            unit = key[0].uom_id
            has = {move: move._jxc_reserved() for move in rivals}
            supply = unit.round(free[key] + sum(has.values()))
            # Where goods were lost, more can be reserved than there is.
            lost = unit.compare(supply, sum(has.values())) < 0
            if lost or any(move._jxc_lacks() for move in rivals):
                rows += self._rows_of(rivals, supply, has)
        return rows

    def _rows_of(self, rivals, supply, has):
        """The shares of one product, who goes first first."""
        ranked = rivals.sorted(lambda move: (move.date, move.id))
        wishes = {move: move._jxc_wish(rank) for rank, move in enumerate(ranked)}
        gets = allocation.shares(_exact(supply), wishes, self.proportional)
        return [
            {
                "move_id": move.id,
                "priority": move._jxc_customer_priority(),
                "needed": move.product_qty,
                "has": has[move],
                "gets": float(gets[move]),
            }
            for move in ranked.sorted(lambda move: wishes[move].group, reverse=True)
        ]

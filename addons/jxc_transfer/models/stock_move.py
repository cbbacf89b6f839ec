from odoo import api, fields, models
from odoo.exceptions import UserError

#: In the context it says that the host leaves a rest for later. No client can send it.
SPLITTING = object()
OURS = {"jxc_transfer_line_id", "jxc_transfer_step"}


class StockMove(models.Model):
    """The parts of a transfer: they keep to what was agreed, and follow each other."""

    _inherit = "stock.move"

    jxc_transfer_line_id = fields.Many2one(
        "jxc.transfer.line",
        "Transfer Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    jxc_transfer_step = fields.Selection(
        [
            ("ship", "Ship"),
            ("receive", "Receive"),
            ("back", "Send Back"),
            ("loss", "Missing"),
            ("damaged", "Damaged"),
        ],
        "Transfer Step",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        splitting = self.env.context.get("jxc_transfer") is SPLITTING
        if moves.jxc_transfer_line_id and not (splitting or self.env.su):
            moves._jxc_refuse_part()
        return moves

    def write(self, vals):
        if OURS & vals.keys() and not self.env.su:
            self._jxc_refuse_part()
        return super().write(vals)

    def _jxc_refuse_part(self):
        raise UserError(
            self.env._("Which goods belong to a transfer is said in the transfer.")
        )

    @api.ondelete(at_uninstall=False)
    def _jxc_unlink_no_part(self):
        parts = self.sudo().jxc_transfer_line_id
        if parts and not self.env.su:
            raise UserError(
                self.env._(
                    "These goods belong to %(transfer)s: cancel that instead of"
                    " deleting them.",
                    transfer=", ".join(parts.transfer_id.mapped("name")),
                )
            )

    def _prepare_move_split_vals(self, qty):
        values = super()._prepare_move_split_vals(qty)
        if self.jxc_transfer_line_id:
            values["jxc_transfer_line_id"] = self.jxc_transfer_line_id.id
            values["jxc_transfer_step"] = self.jxc_transfer_step
        return values

    def _create_backorder(self):
        moves = self.with_context(jxc_transfer=SPLITTING)
        return super(StockMove, moves)._create_backorder().with_env(self.env)

    def _update_reserved_quantity(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """Where a transfer names a lot, no other is reserved for it."""
        wanted = self.sudo().jxc_transfer_line_id.lot_id
        if wanted and not lot_id and self.jxc_transfer_step == "ship":
            lot_id = wanted
        return super()._update_reserved_quantity(
            need, location_id, lot_id, package_id, owner_id, strict
        )

    def _action_done(self, cancel_backorder=False):
        parts = self.filtered(
            lambda m: m.sudo()._jxc_transfers() and m.state not in ("done", "cancel")
        )
        if not parts:
            done = super()._action_done(cancel_backorder=cancel_backorder)
            done._jxc_refuse_other_goods()
            return done
        transfers = parts.sudo()._jxc_transfers()
        transfers._hold()
        parts._jxc_check_parts()
        done = super()._action_done(cancel_backorder=cancel_backorder)
        lines = transfers.line_ids
        lines.invalidate_recordset(["move_ids"])
        lines._follow()
        lines._check_posted()
        transfers._after_posting(parts.sudo())
        done._jxc_refuse_other_goods()
        return done

    def _jxc_refuse_other_goods(self):
        """What is in transit for a transfer is not taken by another document."""
        taken = self.sudo().filtered(
            lambda m: m.location_id.usage == "transit" and not m.jxc_transfer_line_id
        )
        if not taken:
            return
        inside = taken._jxc_in_transit()
        quants = self.env["stock.quant"].sudo()
        for product, lot, place, there in quants._read_group(
            [
                ("product_id", "in", taken.product_id.ids),
                ("location_id", "in", taken.location_id.ids),
            ],
            ["product_id", "lot_id", "location_id"],
            ["quantity:sum"],
        ):
            inside[product, lot, place] = inside.get((product, lot, place), 0.0) - there
        for (product, lot, place), missing in inside.items():
            if product.uom_id.compare(missing, 0.0) > 0:
                raise UserError(
                    self.env._(
                        "%(product)s %(lot)s in %(place)s is on its way by a warehouse"
                        " transfer. Receive it there, or cancel that.",
                        product=product.display_name,
                        lot=lot.name or "",
                        place=place.display_name,
                    )
                )

    def _jxc_in_transit(self):
        """``{(product, lot, place): quantity}`` that transfers hold in the places that
        these moves take from."""
        inside = {}
        for name, sign in (("location_dest_id", 1), ("location_id", -1)):
            groups = (
                self.env["stock.move.line"]
                .sudo()
                ._read_group(
                    [
                        ("product_id", "in", self.product_id.ids),
                        (name, "in", self.location_id.ids),
                        ("state", "=", "done"),
                        ("move_id.jxc_transfer_line_id", "!=", False),
                    ],
                    ["product_id", "lot_id", name],
                    ["quantity_product_uom:sum"],
                )
            )
            for product, lot, place, quantity in groups:
                key = product, lot, place
                inside[key] = inside.get(key, 0.0) + sign * quantity
        return inside

    def _jxc_transfers(self):
        """Of its line, and of the picking that it was put into."""
        return self.jxc_transfer_line_id.transfer_id | self.picking_id.jxc_transfer_id

    def _jxc_check_parts(self):
        """Nothing is put beside what was agreed, and its own people post it."""
        for move in self.filtered("picked"):
            line, step = move.sudo().jxc_transfer_line_id, move.jxc_transfer_step
            transfer = move.sudo()._jxc_transfers()
            if (
                not line
                or move.product_id != line.product_id
                or transfer != move.sudo().picking_id.jxc_transfer_id
            ):
                raise UserError(
                    self.env._(
                        "%(product)s is not on %(transfer)s. Take it out of"
                        " %(picking)s, and transfer it by a document of its own.",
                        product=move.product_id.display_name,
                        transfer=", ".join(transfer.mapped("name")),
                        picking=move.picking_id.name or move.display_name,
                    )
                )
            transfer.with_env(self.env)._check_keeper(step, move.picking_id.name)
            move._jxc_check_places(transfer, line, step)

    def _jxc_check_places(self, transfer, line, step):
        transit = transfer.company_id.internal_transit_location_id
        for part in self.sudo().move_line_ids.filtered("picked"):
            source, target = part.location_id, part.location_dest_id
            if step == "ship":
                right = source.warehouse_id == transfer.warehouse_id
                right = right and source.usage == "internal" and target == transit
                right = right and (not line.lot_id or part.lot_id == line.lot_id)
            elif step == "loss":
                right = source == transit and target.usage == "inventory"
            else:
                houses = {"back": transfer.warehouse_id}
                house = houses.get(step, transfer.dest_warehouse_id)
                right = source == transit and target.warehouse_id == house
                right = right and target.usage == "internal"
            if not right:
                raise UserError(
                    self.env._(
                        "%(transfer)s: %(product)s %(lot)s would go from %(place)s to"
                        " %(target)s, which is not what was agreed. Put the places and"
                        " the lot of %(picking)s right.",
                        transfer=transfer.name,
                        product=part.product_id.display_name,
                        lot=part.lot_id.name or "",
                        place=source.display_name,
                        target=target.display_name,
                        picking=self.picking_id.name,
                    )
                )

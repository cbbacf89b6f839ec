from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..defaults import without_defaults
from .stock_move import RESERVING, Posting
from .stock_quant_reserve import Bookings

AMOUNT = {
    "quantity",
    "product_uom_id",
    "location_id",
    "location_dest_id",
    "lot_id",
    "package_id",
    "owner_id",
    "quant_id",
}
POSTED = AMOUNT | {"product_id", "move_id", "picking_id", "result_package_id"}
# These follow from the move and the quantity, and the host books by them.
DERIVED = {"state", "quantity_product_uom"}
OPEN = ("draft", "waiting", "confirmed", "partially_available", "assigned")


class Loss(NamedTuple):
    """A line takes what a move holds; ``held`` is what it had before."""

    line: models.Model
    key: tuple
    held: float
    picked: bool
    free: float
    holders: dict


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, DERIVED)
        for vals in vals_list:
            self._jxc_refuse_derived(vals)
        self._jxc_hold(map(self._jxc_goods, vals_list))
        # Other lines may belong to what is posted: the host books them itself.
        reserving = self.env.context.get("jxc_reserving") is RESERVING
        bookings = Bookings() if reserving else None
        booking = self.with_context(jxc_bookings=bookings)
        lines = super(StockMoveLine, booking).create(vals_list).with_env(self.env)
        if bookings:
            self.env["stock.quant"]._jxc_book(bookings)
        lines.move_id.filtered(lambda m: m.state == "done")._jxc_refuse_posted()
        lines._jxc_refuse_negative()
        lines._jxc_refuse_taken()
        lines._jxc_refuse_stopped()
        return lines

    @api.model
    def _jxc_reserve(self, details):
        """Lines of new moves, whose very goods are reserved for them all at once."""
        vals_list = list(details)
        moves = self.env["stock.move"].browse(vals["move_id"] for vals in vals_list)
        moves._jxc_lock(posting=True)
        reserving = self.with_context(jxc_reserving=RESERVING)
        lines = reserving.create(vals_list).with_env(self.env)
        lines._jxc_refuse_taken()
        return lines

    def write(self, vals):
        self._jxc_refuse_derived(vals)
        if POSTED & vals.keys():
            self.move_id._jxc_refuse_posted()
            if vals.get("move_id"):
                self.move_id.browse(vals["move_id"])._jxc_refuse_posted()
        changed = AMOUNT & vals.keys()
        if changed:
            place = self._jxc_goods(vals)[1]
            self._jxc_hold(
                (line.product_id, target)
                for line in self
                for target in line._jxc_touched() | place
            )
        places = self._jxc_done().sudo()._jxc_places() if changed else None
        before = {line: line.quantity_product_uom for line in self if changed}
        result = super().write(vals)
        if changed:
            self._jxc_refuse_negative(places)
            more = self.filtered(
                lambda line: changed - {"quantity", "product_uom_id"}
                or line.product_id.uom_id.compare(
                    line.quantity_product_uom, before[line]
                )
                > 0
            )
            more._jxc_refuse_taken()
            more._jxc_refuse_stopped()
        return result

    def unlink(self):
        self._jxc_hold((line.product_id, line.location_id) for line in self)
        bookings = Bookings()
        lines = self.with_context(jxc_bookings=bookings)
        result = super(StockMoveLine, lines).unlink()
        self.env["stock.quant"]._jxc_book(bookings)
        return result

    def _jxc_goods(self, vals):
        """The product, and the place it comes from, that values for a line say."""
        quant = self.env["stock.quant"].browse(vals.get("quant_id")).sudo()
        move = self.env["stock.move"].browse(vals.get("move_id")).sudo()
        picking = self.env["stock.picking"].browse(vals.get("picking_id")).sudo()
        product = move.product_id.browse(vals.get("product_id")) or move.product_id
        place = move.location_id.browse(vals.get("location_id")) or quant.location_id
        return product, place or move.location_id or picking.location_id

    def _jxc_hold(self, goods):
        """Before the host reserves: it skips a quant that is locked, and writes a
        second one beside it."""
        context = self.env.context
        if context.get("jxc_reserving") is RESERVING or Posting.of(self.env):
            return
        keys = {
            f"promise:{product.id}:{place.warehouse_id.id}"
            for product, place in ((p.sudo(), at.sudo()) for p, at in goods)
            if product.is_storable and place.usage == "internal" and place.warehouse_id
        }
        if keys:
            self.env["jxc.lock"].acquire(keys)

    def _jxc_refuse_derived(self, vals):
        if DERIVED & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "The state and the converted quantity of a line cannot be written."
                    " Enter its quantity and validate the transfer."
                )
            )

    def _jxc_touched(self):
        """Where its goods are booked: at both ends, once it is posted."""
        return self.location_id | self._jxc_done().location_dest_id

    def _jxc_done(self):
        return self.filtered(lambda line: line.state == "done")

    def _jxc_places(self):
        return self.location_id | self.location_dest_id

    def _jxc_refuse_negative(self, places=None):
        """Lines of posted moves can be corrected; that takes stock too, or leaves less
        than has gone back."""
        done = self._jxc_done().sudo()
        if done:
            moves = done.move_id
            (moves | moves.origin_returned_move_id)._jxc_refuse_overreturned()
            places = done._jxc_places() | (places or done.location_id.browse())
            self.env["stock.quant"]._jxc_refuse_negative(done.product_id, places)

    # --- what others have reserved ----------------------------------------------

    def _jxc_refuse_taken(self):
        """Open lines do not reach for goods that another document has reserved.

        The host books any quantity that is typed in as reserved, and takes it from
        the others when it is posted.
        """
        if self.env.context.get("jxc_reserving") is RESERVING:
            return
        lines = self.sudo().filtered(
            lambda line: line.state not in ("done", "cancel")
            and line.product_id.is_storable
            and line.location_id.usage == "internal"
            and (not line.move_id or line.move_id._jxc_claims())
        )
        if not lines:
            return
        for key, on_hand in lines._jxc_overdrawn().items():
            mine = lines.filtered(lambda line, key=key: line._jxc_lies_at(key))
            others = mine[:1]._jxc_others(key, mine) if mine else mine
            if others:
                free = on_hand - sum(others.mapped("quantity_product_uom"))
                mine[0]._jxc_refuse_reserved(free, others._jxc_holders())

    def _jxc_overdrawn(self):
        """Places of these lines where more is reserved than there is.

        :return: ``{(product, place, lot, package, owner): on hand}``
        """
        groups = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("location_id", "in", self.location_id.ids),
                ],
                ["product_id", "location_id", "lot_id", "package_id", "owner_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        )
        return {
            (product, *place): quantity
            for product, *place, quantity, reserved in groups
            if product.uom_id.compare(reserved, quantity) > 0
        }

    def _jxc_lies_at(self, key):
        product, location, lot, package, owner = key
        return (
            self.product_id == product
            and self.location_id == location
            and self.package_id == package
            and self.owner_id == owner
            and (not lot or self.lot_id == lot)
        )

    def _jxc_others(self, key, mine):
        """Lines of other documents that have reserved at this place."""
        product, location, lot, package, owner = key
        domain = Domain(
            [
                ("state", "in", OPEN),
                ("product_id", "=", product.id),
                ("location_id", "=", location.id),
                ("package_id", "=", package.id),
                ("owner_id", "=", owner.id),
                ("quantity_product_uom", ">", 0),
                ("id", "not in", mine.ids),
                ("move_id", "not in", mine.move_id.ids),
            ]
        )
        if lot:
            domain &= Domain("lot_id", "=", lot.id)
        found = self.sudo().search(domain)
        return found.filtered(
            lambda line: (
                not line.picking_id or line.picking_id not in mine.move_id.picking_id
            )
            and (not line.move_id or line.move_id._jxc_claims())
        )

    def _jxc_holders(self):
        """``{document: quantity}`` of what these lines have reserved, as text."""
        held = {}
        for line in self:
            picking, move = line.picking_id, line.move_id
            name = picking.name or move.reference or line.display_name
            origin = picking.origin or move.origin
            name = f"{name} ({origin})" if origin else name
            held[name] = held.get(name, 0.0) + line.quantity_product_uom
        return held

    def _jxc_refuse_reserved(self, free, holders):
        unit, text = self.product_id.uom_id, self.env["jxc.stock.availability"]._text
        raise UserError(
            self.env._(
                "Only %(free)s %(unit)s of %(product)s in %(location)s can be taken;"
                " the rest is reserved: %(holders)s. Take no more, or unreserve"
                " there first.",
                free=text(max(unit.round(free), 0.0)),
                unit=unit.name,
                product=" ".join(
                    filter(None, (self.product_id.display_name, self.lot_id.name))
                ),
                location=self.location_id.display_name,
                holders=", ".join(
                    f"{name}: {text(unit.round(held))}"
                    for name, held in holders.items()
                ),
            )
        )

    def _free_reservation(
        self,
        product_id,
        location_id,
        quantity,
        lot_id=None,
        package_id=None,
        owner_id=None,
        ml_ids_to_ignore=None,
    ):
        """The host takes it from the others and reserves elsewhere for them; here we
        note who they are (see :meth:`_jxc_settle`)."""
        none = self.lot_id.browse(), self.package_id.browse(), self.owner_id.browse()
        lot, package, owner = (
            given or empty
            for given, empty in zip((lot_id, package_id, owner_id), none, strict=True)
        )
        losses = self._jxc_losses((product_id, location_id, lot, package, owner))
        result = super()._free_reservation(
            product_id,
            location_id,
            quantity,
            lot_id=lot_id,
            package_id=package_id,
            owner_id=owner_id,
            ml_ids_to_ignore=ml_ids_to_ignore,
        )
        if posting := Posting.of(self.env):
            posting.losses = losses | posting.losses
        else:
            self._jxc_settle(losses)
        return result

    def _jxc_losses(self, key):
        """``{move: Loss}`` of those that hold what this line takes."""
        product, location = key[:2]
        if not product.is_storable or location.should_bypass_reservation():
            return {}
        others = self._jxc_others(key, self)
        if not others:
            return {}
        quants = self.env["stock.quant"].sudo()._gather(*key, strict=True)
        there = sum(quants.mapped("quantity")) + self.quantity_product_uom
        free = there - sum(others.mapped("quantity_product_uom"))
        holders = others._jxc_holders()
        picked = others.filtered("picked").move_id
        return {
            move: Loss(self, key, move.quantity, move in picked, free, holders)
            for move in others.move_id
        }

    @api.model
    def _jxc_settle(self, losses):
        """Nobody may lose what he had reserved, unless it is gone.

        Where goods are shipped that is refused; where they are counted or scrapped
        the others are told.
        """
        moves = self.env["stock.move"].concat(*losses)
        moves = moves.filtered(lambda m: m.state not in ("done", "cancel"))
        moves._action_assign()
        for move in moves:
            loss = losses[move]
            unit = loss.line.product_id.uom_id
            rest = self.env["stock.quant"]._get_available_quantity(
                *loss.key, strict=True, allow_negative=True
            )
            if move.product_uom.compare(move.quantity, loss.held) >= 0 and not (
                loss.picked and unit.compare(rest, 0.0) < 0
            ):
                continue
            if loss.line.location_dest_id.usage != "inventory":
                loss.line._jxc_refuse_reserved(loss.free, loss.holders)
            move.picking_id._jxc_tell_short(loss.line)

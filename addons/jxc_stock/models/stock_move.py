from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

from ..defaults import without_defaults

# In the context it says that the lines are the host's own reservations. It is an object
# and not a name, so that no RPC client can put it there.
RESERVING = object()


class Posting:
    """In the context it says likewise that the host writes states; and it gathers what
    others have lost on the way, by move."""

    def __init__(self):
        self.losses = {}

    @classmethod
    def of(cls, env):
        found = env.context.get("jxc_posting")
        return found if isinstance(found, cls) else None


CHANGED = "jxc_stock_changed"
PLACE = {"product_id", "location_id", "location_dest_id", "location_final_id"}
FLOW = PLACE | {"state", "product_uom_qty", "product_uom", "date", "date_deadline"}
POSTED = {"product_id", "product_uom", "picking_id", "location_id", "location_dest_id"}


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, {"state"})
        moves = super().create(vals_list)
        moves._jxc_refuse_posted()
        moves.filtered(lambda move: move.state != "draft")._jxc_changed()
        return moves

    def write(self, vals):
        if "state" in vals:
            self._jxc_refuse_state(vals["state"])
        if POSTED & vals.keys():
            self._jxc_refuse_posted()
        if PLACE & vals.keys():
            self._jxc_changed()
        result = super().write(vals)
        if FLOW & vals.keys():
            self._jxc_changed()
        if "location_dest_id" in vals:
            self._jxc_keep_inspection()
        return result

    def _jxc_keep_inspection(self):
        """What is on its way to be looked at does not pass by (P7): the host sends the
        rest of a receipt, and one whose target is changed, where the transfer goes."""
        going = self.filtered(
            lambda m: (
                m.state not in ("draft", "done", "cancel")
                and m.location_id.usage == "supplier"
                and m._jxc_inspection_place() - m.location_dest_id
            )
        )
        places = going._jxc_needing_inspection().grouped(
            lambda move: move._jxc_inspection_place()
        )
        for target, moves in places.items():
            moves.location_dest_id = target

    def _jxc_refuse_state(self, state):
        """A move is posted, cancelled and reopened by what the host does, never by a
        client that writes its state."""
        if self.env.su or Posting.of(self.env):
            return
        for move in self:
            ends = {"done", "cancel"} & {state, move.state} or state == "draft"
            if ends and state != move.state:
                raise UserError(
                    self.env._(
                        "The state of %(product)s in %(document)s cannot be written."
                        " Validate or cancel the transfer.",
                        product=move.product_id.display_name,
                        document=move.picking_id.name or move.reference,
                    )
                )

    def _jxc_refuse_posted(self):
        """What was posted changes only while a manager has unlocked its transfer."""
        posted = self.sudo().filtered(lambda move: move.state == "done")
        if self.env.su or not posted:
            return
        manager = self.env.user.has_group("stock.group_stock_manager")
        if self.env.user.has_group("stock.group_stock_user"):
            posted = posted.filtered(
                lambda m: m.picking_id.is_locked if m.picking_id else not manager
            )
        if posted:
            raise UserError(
                self.env._(
                    "%(document)s is posted and locked. Return or count the goods, or"
                    " ask a stock manager to unlock it.",
                    document=", ".join(
                        {
                            m.picking_id.name or m.reference or m.display_name
                            for m in posted
                        }
                    ),
                )
            )

    def _jxc_claims(self):
        """Whether it holds its goods against others.

        What goes from shelf to shelf, or is booked as lost, takes nothing from the
        shelves that somebody waits for.
        """
        self.ensure_one()
        target = self.location_final_id or self.location_dest_id
        if self.location_dest_id.usage == "inventory":
            return False
        return bool(self.move_dest_ids) or not (
            self.location_id.jxc_promisable
            and target.jxc_promisable
            and target.warehouse_id == self.location_id.warehouse_id
        )

    def _jxc_needing_inspection(self):
        """Those whose goods are looked at before they can be promised."""
        return self.browse()

    def _jxc_to_inspection(self):
        """Send what needs it to the place for inspection; its final place stays."""
        arriving = self.filtered(
            lambda m: m.state == "draft" and m.location_id.usage == "supplier"
        )
        ways = defaultdict(self.browse)
        for move in arriving._jxc_needing_inspection():
            target = move._jxc_inspection_place()
            if target and move.location_dest_id != target:
                final = move.location_final_id or move.location_dest_id
                ways[target, final] += move
        for (target, final), moves in ways.items():
            moves.write({"location_dest_id": target.id, "location_final_id": final.id})

    def _jxc_inspection_place(self):
        self.ensure_one()
        house = self.picking_type_id.warehouse_id or self.location_dest_id.warehouse_id
        return house.jxc_inspection_location_id

    @api.depends("picking_id.location_dest_id")
    def _compute_location_dest_id(self):
        res = super()._compute_location_dest_id()
        self._jxc_keep_inspection()
        return res

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        self._jxc_to_inspection()
        return super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )

    def _push_apply(self):
        """Where goods are taken on from is looked up once; the host does for each."""
        pushing = self.env["stock.rule"]._jxc_pushing()
        moves = self.with_context(jxc_pushing=pushing)
        return super(StockMove, moves)._push_apply().with_env(self.env)

    def _action_assign(self, force_qty=False):
        self._jxc_lock()
        reserving = self.with_context(jxc_reserving=RESERVING)
        return super(StockMove, reserving)._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """A consignor's delivery reserves his goods; the host takes ours, and his only
        when it ships."""
        owner = owner_id or self.restrict_partner_id or self.picking_id.owner_id
        return super()._update_reserved_quantity(
            need, location_id, lot_id, package_id, owner, strict
        )

    def _action_cancel(self):
        """Giving goods back changes the same quants as taking them."""
        self._jxc_lock()
        cancelling = self.with_context(jxc_posting=Posting())
        return super(StockMove, cancelling)._action_cancel()

    def _action_done(self, cancel_backorder=False):
        self._jxc_lock(posting=True)
        posting = Posting()
        moves = self.with_context(jxc_posting=posting)
        done = super(StockMove, moves)._action_done(cancel_backorder=cancel_backorder)
        done = done.with_env(self.env)
        self.env["stock.move.line"]._jxc_settle(posting.losses)
        lines = done.sudo().move_line_ids
        self.env["stock.quant"]._jxc_refuse_negative(
            lines.product_id, lines.location_id
        )
        return done

    def _jxc_lock(self, posting=False):
        """Nobody else decides about the same goods until we are through."""
        keys = self._jxc_lock_keys(posting)
        if keys:
            self.env["jxc.lock"].acquire(keys)

    def _jxc_lock_keys(self, posting=False):
        """Where they come from; and where they go, for who posts: the host skips a
        quant that somebody else is adding to, and writes a second one beside it."""
        keys = set()
        for move in self.sudo():
            if move.state in ("done", "cancel") or not move.product_id.is_storable:
                continue
            places = move.location_id
            if posting:
                places |= move.location_dest_id
            for place in places.filtered(lambda p: p.usage in ("internal", "transit")):
                keys.add(f"promise:{move.product_id.id}:{place.warehouse_id.id or 0}")
        return keys

    def _jxc_changed(self):
        """Remember what the alerts have to look at; written down once per
        transaction."""
        changed = self._jxc_changes()
        for move in self.sudo():
            places = move.location_id | move.location_dest_id | move.location_final_id
            houses = places.warehouse_id.ids
            changed["goods"] |= {(move.product_id.id, house) for house in houses}
            if move.state == "done" and move.product_id.use_expiration_date:
                lots = move.move_line_ids.lot_id.ids
                changed["lots"] |= {(lot, house) for lot in lots for house in houses}
            if move.picking_id and move.picking_code in ("incoming", "outgoing"):
                changed["pickings"].add((move.picking_id.id, move.picking_code))

    @api.model
    def _jxc_changes(self):
        """What has changed in this transaction, to be written down at its end."""
        data = self.env.cr.precommit.data
        if CHANGED not in data:
            data[CHANGED] = {"goods": set(), "lots": set(), "pickings": set()}
            self.env.cr.precommit.add(self.env["stock.move"].sudo()._jxc_mark)
        return data[CHANGED]

    @api.model
    def _jxc_mark(self):
        changed = self.env.cr.precommit.data.pop(CHANGED)
        goods = {f"{product}:{house}" for product, house in changed["goods"]}
        lots = {f"{lot}:{house}" for lot, house in changed["lots"]}
        late = {"receipt_late": set(), "delivery_late": set()}
        for picking, code in changed["pickings"]:
            kind = "receipt_late" if code == "incoming" else "delivery_late"
            late[kind].add(str(picking))
        points = self.env["stock.warehouse.orderpoint"]
        limited = points._jxc_limited(changed["goods"])
        kinds = dict.fromkeys(("out_of_stock", "negative", "no_movement"), goods)
        kinds |= dict.fromkeys(("below_min", "above_max"), limited)
        kinds |= dict.fromkeys(("expiring", "expired"), lots) | late
        self.env["jxc.alert.mark"]._mark_watched(kinds)

"""What is looked at before a count from a device is taken."""

import math

from odoo.exceptions import UserError

from . import moments

KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


def number(value):
    """A record's id as a client sends it, or None."""
    good = isinstance(value, int) and not isinstance(value, bool)
    return value if good and 0 < value < 2**31 else None


class Checks:
    """The checks of one count; what they need is looked up for all before."""

    def _check(self, count):
        """The count with everything looked up, or a UserError that says why not."""
        plan = self.env["jxc.stocktake"].browse(number(count.get("stocktake_id")))
        if not plan or plan not in self.plans:
            raise UserError(
                self.env._(
                    "You are no counter of this stock-take. Ask to be named there."
                )
            )
        if plan.state not in ("counting", "review"):
            raise UserError(
                self.env._(
                    "%(plan)s is not being counted: it is closed or has not begun.",
                    plan=plan.name,
                )
            )
        values = {
            "client_id": count["client_id"],
            "stocktake_id": plan.id,
            "kind": count.get("kind"),
            "at": self._moment(count.get("device_time"), plan),
        }
        if values["kind"] == "undo":
            return values | self._check_undo(count, plan)
        if values["kind"] not in ("add", "set"):
            raise UserError(self.env._("A count adds, sets or undoes."))
        return values | self._check_goods(count, plan, values["kind"])

    def _moment(self, text, plan):
        """When it was counted; a clock that is wrong is put right at both ends."""
        now = moments.now()
        at = moments.of_text(text) or now
        return min(max(at, plan.started_at), now)

    def _check_undo(self, count, plan):
        user_id, undone = self.known.get(count.get("undo_of"), (None, None))
        if user_id != self.env.uid:
            raise UserError(
                self.env._("There is no count of yours to undo. Count the place again.")
            )
        own = isinstance(undone, dict)
        house = undone["stocktake_id"] if own else undone.stocktake_id.id
        kind = undone["kind"] if own else undone.kind
        if house != plan.id or kind == "undo":
            raise UserError(self.env._("Only a count can be undone, and only once."))
        names = (*KEY, "lot_name")
        key = (
            {name: undone.get(name) for name in names}
            if own
            else {name: undone.line_id[name].id for name in KEY}
        )
        self._check_state(plan, key)
        return key | {"quantity": 0.0, "entered": 0.0, "undo_of": count["undo_of"]}

    def _check_goods(self, count, plan, kind):
        key = {}
        for name in (*KEY, "uom_id"):
            asked = count.get(name)
            key[name] = number(asked)
            needed = name in ("product_id", "location_id")
            if (asked or needed) and key[name] not in self.records[name]:
                raise UserError(
                    self.env._(
                        "What was scanned (%(what)s) does not exist any more.",
                        what=name.removesuffix("_id"),
                    )
                )
        product = self.env["product.product"].browse(key["product_id"])
        uom = self.env["uom.uom"].browse(key.pop("uom_id")) or product.uom_id
        key["lot_name"] = self._check_lot(count, key, product)
        self._check_place(plan, key)
        self._check_state(plan, key)
        entered = self._quantity(count.get("quantity"), kind)
        if not uom._has_common_reference(product.uom_id):
            raise UserError(
                self.env._(
                    "%(product)s is not counted in %(unit)s.",
                    product=product.display_name,
                    unit=uom.name,
                )
            )
        quantity = uom._compute_quantity(
            entered, product.uom_id, rounding_method="HALF-UP"
        )
        if product.tracking == "serial" and quantity not in (0.0, 1.0):
            raise UserError(
                self.env._(
                    "%(product)s has serial numbers: each is there once or not at all.",
                    product=product.display_name,
                )
            )
        amounts = {"quantity": quantity, "entered": entered, "uom_id": uom.id}
        return key | amounts

    def _quantity(self, value, kind):
        good = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not good or not math.isfinite(value) or not 0 <= value < 1e12:
            raise UserError(
                self.env._("A counted quantity is a number from nothing upwards.")
            )
        if kind == "add" and not value:
            raise UserError(self.env._("Nothing was added."))
        return float(value)

    def _check_lot(self, count, key, product):
        """The name of a lot that is not known yet."""
        lot = self.env["stock.lot"].browse(key["lot_id"])
        name = count.get("lot_name")
        name = name.strip()[:64] if isinstance(name, str) else ""
        if not product.is_storable:
            raise UserError(
                self.env._(
                    "%(product)s is not kept in stock.", product=product.display_name
                )
            )
        if product.tracking == "none":
            lot, name = self.env["stock.lot"], ""
            key["lot_id"] = None
        elif not lot and not name:
            raise UserError(
                self.env._(
                    "%(product)s is kept by lot: scan or enter the lot.",
                    product=product.display_name,
                )
            )
        if lot and lot.product_id != product:
            raise UserError(
                self.env._(
                    "The lot %(lot)s is one of %(other)s.",
                    lot=lot.name,
                    other=lot.product_id.display_name,
                )
            )
        return "" if lot else name

    def _check_place(self, plan, key):
        if plan not in self.places:
            self.places[plan] = set(plan._places(self.env.user).ids)
        if key["location_id"] not in self.places[plan]:
            place = self.env["stock.location"].browse(key["location_id"])
            raise UserError(
                self.env._(
                    "%(place)s is not a place that you count in %(plan)s.",
                    place=place.display_name,
                    plan=plan.name,
                )
            )

    def _check_state(self, plan, key):
        """In the review only what is to be recounted is counted, by somebody else."""
        line = self._lines(plan).get(tuple(key[name] or False for name in KEY))
        # Of a blind plan the books can be seen from there on.
        open_ = line and (line.state != "ok" or (line.round and not plan.blind))
        if plan.state == "review" and not open_:
            raise UserError(
                self.env._(
                    "%(plan)s is in review: this is not to be counted again.",
                    plan=plan.name,
                )
            )
        if line and line.round:
            if line not in self.earlier:
                self.earlier[line] = line._earlier_counters()
            if self.env.user in self.earlier[line]:
                raise UserError(
                    self.env._(
                        "You counted %(product)s in %(place)s the first time: somebody"
                        " else has to count it again.",
                        product=line.product_id.display_name,
                        place=line.location_id.display_name,
                    )
                )

    def _lines(self, plan):
        if plan.id not in self.lines:
            undone = [known for _user, known in self.known.values()]
            products = self.records["product_id"].union(
                *(k.product_id.ids for k in undone if not isinstance(k, dict))
            )
            domain = [("stocktake_id", "=", plan.id)]
            domain += [("product_id", "in", sorted(products))]
            self.lines[plan.id] = {
                tuple(line[name].id for name in KEY): line
                for line in self.env["jxc.stocktake.line"].sudo().search(domain)
            }
        return self.lines[plan.id]

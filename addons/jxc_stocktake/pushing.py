"""Counts that come from devices: each is checked for itself, all are written at once."""

import math
from collections import defaultdict

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
MODELS = {
    "product_id": "product.product",
    "location_id": "stock.location",
    "lot_id": "stock.lot",
    "package_id": "stock.package",
    "owner_id": "res.partner",
    "uom_id": "uom.uom",
    "stocktake_id": "jxc.stocktake",
}


def number(value):
    """A record's id as a client sends it, or None."""
    good = isinstance(value, int) and not isinstance(value, bool)
    return value if good and 0 < value < 2**31 else None


class Push:
    """One delivery of counts by one user."""

    def __init__(self, env, counts, since):
        self.env = env
        self.counts = [c for c in counts if isinstance(c, dict)]
        self.results = [
            {
                "client_id": count.get("client_id"),
                "status": "refused",
                "message": "",
                "line_id": False,
            }
            for count in self.counts
        ]
        self.since = {
            int(key): int(value)
            for key, value in dict(since).items()
            if str(key).isdigit() and isinstance(value, int)
        }
        self.places = {}
        self.earlier = {}
        self.records = {}
        self.lines = {}
        self.plans = env["jxc.stocktake"]

    def take(self):
        """Write down what can be taken."""
        asked = {number(count.get("stocktake_id")) for count in self.counts}
        asked |= {number(key) for key in self.since}
        plans = self.env["jxc.stocktake"].browse(sorted(asked - {None}))
        plans._wait_turn()
        self.plans = plans.search([("id", "in", plans.ids)])._may_count()
        self.plans.sudo()._lock()
        self.plans.invalidate_recordset()
        self._load()
        self._find_known()
        good = []
        for count, result in zip(self.counts, self.results, strict=True):
            try:
                if self._is_known(count, result):
                    continue
                good.append((self._check(count), result))
                self.known[count["client_id"]] = (self.env.uid, good[-1][0])
            except UserError as error:
                result["message"] = str(error.args[0])
        self._write(good)

    # --- what is there ---------------------------------------------------------------

    def _load(self):
        """All records that are named and that the user may see, model by model."""
        for name, model in MODELS.items():
            wanted = {number(count.get(name)) for count in self.counts} - {None}
            domain = [("id", "in", sorted(wanted))]
            found = self.env[model].with_context(active_test=False).search(domain)
            self.records[name] = set(found.ids)

    def _find_known(self):
        names = set()
        for count in self.counts:
            names |= {count.get("client_id"), count.get("undo_of")}
        names = {name for name in names if isinstance(name, str)}
        found = (
            self.env["jxc.stocktake.count"]
            .sudo()
            .search([("client_id", "in", sorted(names))])
        )
        self.known = {count.client_id: (count.user_id.id, count) for count in found}

    def _is_known(self, count, result):
        name = count.get("client_id")
        if not isinstance(name, str) or not 8 <= len(name) <= 64:
            raise UserError(self.env._("A count needs a number of its own."))
        if name not in self.known:
            return False
        user_id, known = self.known[name]
        if user_id != self.env.uid:
            raise UserError(
                self.env._("This number belongs to the count of somebody else.")
            )
        result["status"] = "duplicate"
        if not isinstance(known, dict):
            result["line_id"] = known.line_id.id
        return True

    # --- one count -------------------------------------------------------------------

    def _check(self, count):
        """The count with everything looked up, or a UserError that says why not."""
        plan = self.env["jxc.stocktake"].browse(number(count.get("stocktake_id")))
        if not plan or plan not in self.plans:
            raise UserError(
                self.env._(
                    "You are no counter of this stock-take. Ask to be named in its plan."
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
        now = fields.Datetime.now()
        try:
            text = str(text or "").replace("T", " ")[:19]
            at = fields.Datetime.to_datetime(text) or now
        except ValueError:
            at = now
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
        settled = not line or (line.state == "ok" and not line.round)
        if plan.state == "review" and settled:
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

    # --- all that is good --------------------------------------------------------------

    def _write(self, good):
        if not good:
            return
        self._make_lots([values for values, _result in good])
        self._make_lines([values for values, _result in good])
        touched = self.env["jxc.stocktake.line"].sudo()
        for values, result in good:
            line = self._lines(touched.stocktake_id.browse(values["stocktake_id"]))[
                tuple(values[name] or False for name in KEY)
            ]
            values["line"] = line
            result.update(status="accepted", line_id=line.id)
            touched |= line
        self._insert([values for values, _result in good])
        touched.invalidate_recordset(["count_ids"])
        touched._refresh()

    def _make_lots(self, values_list):
        wanted = defaultdict(list)
        for values in values_list:
            if values.get("lot_name") and not values["lot_id"]:
                wanted[values["product_id"], values["lot_name"]].append(values)
        if not wanted:
            return
        lots = self.env["stock.lot"].sudo()
        company = self.env["jxc.stocktake"].browse(values_list[0]["stocktake_id"])
        found = {
            (lot.product_id.id, lot.name): lot
            for lot in lots.search(
                [
                    ("product_id", "in", [product for product, _name in wanted]),
                    ("name", "in", [name for _product, name in wanted]),
                    ("company_id", "in", (False, company.company_id.id)),
                ]
            )
        }
        missing = [key for key in wanted if key not in found]
        made = lots.create(
            [{"product_id": product, "name": name} for product, name in missing]
        )
        found.update(zip(missing, made, strict=True))
        for key, entries in wanted.items():
            for values in entries:
                values["lot_id"] = found[key].id

    def _make_lines(self, values_list):
        missing = {}
        for values in values_list:
            plan = self.env["jxc.stocktake"].browse(values["stocktake_id"])
            key = tuple(values[name] or False for name in KEY)
            if key not in self._lines(plan):
                missing[plan, key] = {
                    "stocktake_id": plan.id,
                    "company_id": plan.company_id.id,
                    "found": True,
                    **dict(zip(KEY, key, strict=True)),
                }
        lines = self.env["jxc.stocktake.line"].sudo().create(list(missing.values()))
        for (plan, key), line in zip(missing, lines, strict=True):
            self._lines(plan)[key] = line

    def _insert(self, values_list):
        rows = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, now() AT TIME ZONE"
                " 'UTC', %s, now() AT TIME ZONE 'UTC')",
                values["stocktake_id"],
                values["line"].id,
                values["client_id"],
                values["kind"],
                values["quantity"],
                values["entered"],
                values.get("uom_id") or values["line"].uom_id.id,
                values.get("undo_of"),
                self._round(values),
                self.env.uid,
                values["at"],
                self.env.uid,
                self.env.uid,
            )
            for values in values_list
        ]
        self.env["jxc.stocktake.line"].flush_model()
        # Under REPEATABLE READ a count that another session has just taken makes this
        # fail with a serialization failure: the host asks again, and finds it.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO jxc_stocktake_count (
                    stocktake_id, line_id, client_id, kind, quantity, entered_quantity,
                    uom_id, undo_of, round, user_id, device_time, create_uid,
                    create_date, write_uid, write_date
                ) VALUES %s ON CONFLICT (client_id) DO NOTHING
                """,
                SQL(", ").join(rows),
            )
        )

    def _round(self, values):
        """What was counted before the recount was asked for comes too late to count."""
        line = values["line"]
        late = line.recount_at and values["at"] < line.recount_at
        return 0 if late else line.round

    def answer(self):
        """What the device is told."""
        lines = self.env["jxc.stocktake.line"]
        since = {}
        for plan in self.plans:
            domain = [("stocktake_id", "=", plan.id)]
            domain += [("id", ">", self.since.get(plan.id, 0))]
            counts = self.env["jxc.stocktake.count"].search(domain)
            lines |= counts.line_id
            since[str(plan.id)] = max(counts.ids, default=self.since.get(plan.id, 0))
        return {
            "results": self.results,
            "lines": [line._page_values() for line in lines],
            "since": since,
        }

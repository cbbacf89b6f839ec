"""Counts that devices send: each is checked for itself, all are written at once."""

from collections import defaultdict

from odoo.exceptions import UserError
from odoo.tools import SQL

from .checks import KEY, Checks, number

MODELS = {
    "product_id": "product.product",
    "location_id": "stock.location",
    "lot_id": "stock.lot",
    "package_id": "stock.package",
    "owner_id": "res.partner",
    "uom_id": "uom.uom",
    "stocktake_id": "jxc.stocktake",
}


class Push(Checks):
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

    # --- all that is good ---------------------------------------------------------

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
            counts = self.env["jxc.stocktake.count"].sudo().search(domain)
            lines |= counts.line_id.sudo(False)
            since[str(plan.id)] = max(counts.ids, default=self.since.get(plan.id, 0))
        return {
            "results": self.results,
            "lines": [line._page_values() for line in lines],
            "since": since,
        }

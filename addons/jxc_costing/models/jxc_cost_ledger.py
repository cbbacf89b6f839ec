from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import pytz

from odoo import api, fields, models

from ..ledger_sql import query
from ..logic.costing import Engine, Opening, Origin, Stand
from ..logic.movement import IN, OUT, REPRICE, RETURN_IN, RETURN_OUT, Movement
from .jxc_cost_mixin import with_costs

BEGINNING = datetime(1, 1, 1)
#: The one pool of a product as long as its scope is the company.
POOL = "all"


class JxcCostLedger(models.AbstractModel):
    """Computes the ledger of products from a moment on, and tells the host.

    Fetches in batch, lets ``logic/costing.py`` compute, writes in batch (ADR 0043).
    """

    _name = "jxc.cost.ledger"
    _description = "Stock Costing"

    def init(self):
        # What was entered first? Times do not say it within a second, and ids not at
        # all: a move has its id long before it is done.
        self.env.cr.execute("CREATE SEQUENCE IF NOT EXISTS jxc_cost_place")

    @api.private
    def restate(self, company, moments):
        """Compute again what happened to products since a moment of each.

        :param moments: {product: moment in UTC}; what is before stands as it is.
        """
        moments = {product.sudo(): moment for product, moment in moments.items()}
        products = [p for p in moments if p._jxc_in_ledger(company)]
        if not products:
            return
        self.env["jxc.lock"].acquire(f"cost:{company.id}:{p.id}" for p in products)
        self = self.sudo()
        self.env.flush_all()
        tz = self._zone(company)
        asked = {p: moments[p] for p in products}
        for product in self._begin_ledger(company, products):
            asked[product] = BEGINNING
        asked, stands = self._where_to_begin(company, asked)
        asked_values = self._asked(company, asked)
        movements = self._movements(asked_values)
        openings = self._openings(asked_values, stands, movements)
        rows = []
        for product in asked:
            engine = Engine(
                product._jxc_costing_method(company),
                company.currency_id.decimal_places,
                Decimal(str(product.with_company(company).jxc_start_cost)),
                openings[product.id],
            )
            done = engine.run(movements[product.id])
            rows += [(product.id, engine.method, row) for row in done]
        self._write(asked_values, tz, rows)
        self._tell_the_host(company, asked_values, asked)

    @api.private
    def with_rows(self, company, moments):
        """Those of {product: moment} of which the ledger knows anything."""
        known = self.known(company, [product.id for product in moments])
        return {product: m for product, m in moments.items() if product.id in known}

    @api.model
    def _cron_build(self, limit=50):
        """Products that had a history before there was a ledger get their rows.

        Some at a time; who moves one of them meanwhile builds it himself.
        """
        missing = self.env.execute_query(query("missing"))
        done = 0
        for company, products in missing:
            company = self.env["res.company"].browse(company)
            for start in range(0, len(products), limit):
                some = self.env["product.product"].browse(products[start:][:limit])
                self.restate(company, dict.fromkeys(some, BEGINNING))
                done += len(some)
                left = sum(len(products) for _company, products in missing) - done
                if not self.env["ir.cron"]._commit_progress(len(some), remaining=left):
                    return

    def _zone(self, company):
        """Where the company's day begins and ends."""
        partner = company.partner_id
        zones = pytz.country_timezones.get(partner.country_id.code or "", [])
        return partner.tz or (zones and zones[0]) or "UTC"

    def _asked(self, company, asked):
        return {
            "company": company.id,
            "products": [product.id for product in asked],
            "since": list(asked.values()),
        }

    def _begin_ledger(self, company, products):
        """Those that have no rows yet: their history is read as it is in the host."""
        known = self.with_rows(company, dict.fromkeys(products))
        new = [product for product in products if product not in known]
        new = self.env["product.product"].union(*new).sudo()
        if new:
            new._jxc_keep_start_cost(company)
            domain = [
                ("product_id", "in", new.ids),
                ("company_id", "=", company.id),
                ("is_in", "=", True),
                ("jxc_cost_known", "=", False),
            ]
            self.env["stock.move"].search(domain)._jxc_read_cost()
            self.env.flush_all()
        return [product for product in products if product not in known]

    def _where_to_begin(self, company, asked):
        """From the asked moment if all was covered by then, under the method of today.

        Otherwise from the beginning.
        """
        values = self._asked(company, asked)
        found = self.env.execute_query(query("stands", **values))
        stands = {product: stand for product, *stand in found}
        begin = {}
        for product, since in asked.items():
            if product.id in stands:
                quantity, _amount, _unit, method = stands[product.id]
                now = product._jxc_costing_method(company)
                if method != now or (Decimal(quantity) < 0 and method != "standard"):
                    since = BEGINNING
                    stands.pop(product.id)
            begin[product] = since
        return begin, stands

    # Reading

    def _movements(self, asked):
        movements = defaultdict(list)
        # Prices first: of what happened before there was a ledger nobody knows better.
        self.env.cr.execute(query("place_prices", **asked))
        self.env.cr.execute(query("place_moves", **asked))
        rows = self.env.execute_query(query("movements", **asked))
        origins = [origin for *_rest, origin, _place in rows if origin]
        valued = dict(self.env.execute_query(query("valued", moves=origins)))
        for product, move, comes, quantity, at, cost, origin, place in rows:
            if origin:
                kind = RETURN_IN if comes else RETURN_OUT
            else:
                kind = IN if comes else OUT
            movements[product].append(
                Movement(
                    f"move:{move}",
                    at,
                    kind,
                    POOL,
                    Decimal(quantity),
                    Decimal(cost) if comes and cost else None,
                    f"move:{valued.get(origin)}" if origin else None,
                    place=place,
                )
            )
        prices = self.env.execute_query(query("prices", **asked))
        for product, value, at, price, place in prices:
            key, cost = f"value:{value}", Decimal(price)
            movements[product].append(
                Movement(key, at, REPRICE, POOL, cost=cost, place=place)
            )
        return movements

    def _openings(self, asked, stands, movements):
        openings = {product: Opening() for product in asked["products"]}
        layers = defaultdict(list)
        for product, key, *left in self.env.execute_query(query("layers", **asked)):
            layers[product].append((key, *map(Decimal, left)))
        for product, (*figures, _method) in stands.items():
            stand = Stand(*map(Decimal, figures), tuple(layers[product]))
            openings[product].pools[POOL] = stand
        keys = {m.origin for some in movements.values() for m in some if m.origin}
        keys -= {m.key for some in movements.values() for m in some}
        for product, key, kind, *left in self.env.execute_query(
            query("origins", keys=list(keys), **asked)
        ):
            left = map(Decimal, left)
            openings[product].origins[key] = Origin(POOL, kind, *left)
        return openings

    # Writing

    def _write(self, asked, tz, rows):
        company = asked["company"]
        execute = self.env.cr.execute
        execute(query("delete", **asked))
        if rows:
            execute(query("insert", company=company, tz=tz, **_columns(rows)))
        backs = [(row.key, row.origin) for _product, _method, row in rows if row.origin]
        if backs:
            keys, origins = (list(column) for column in zip(*backs, strict=True))
            execute(query("origin", company=company, key=keys, origin=origins))
        links = [
            (row.key, *link)
            for _product, _method, row in rows
            for link in row.links
            if link.receipt
        ]
        if links:
            names = ("issue", "receipt", "quantity", "amount")
            columns = (list(column) for column in zip(*links, strict=True))
            values = dict(zip(names, columns, strict=True))
            execute(query("link", company=company, **values))
        self.env["jxc.cost.row"].invalidate_model()
        self.env["jxc.cost.link"].invalidate_model()

    def _tell_the_host(self, company, asked, products):
        """Values of moves and costs of products, where they are others now."""
        moves = with_costs(self.env["stock.move"])
        for move, value in self.env.execute_query(query("values", **asked)):
            moves.browse(move).value = float(value)
        balances = self.balances(company, list(asked["products"]))
        for product in products:
            balance = balances.get(product.id)
            product.invalidate_recordset(["total_value", "avg_cost"], flush=False)
            if balance:
                product._jxc_take_cost(company, balance)

    @api.private
    def balances(self, company, products, until=None):
        """Quantity, amount and last known unit cost of products.

        :param until: a moment in UTC; the newest without one.
        :return: {product id: (quantity, amount, unit)}
        """
        rows = self.env.execute_query(
            query("balances", company=company.id, products=products, until=until)
        )
        return {product: tuple(map(float, rest)) for product, *rest in rows}

    @api.private
    def known(self, company, products):
        """The ids of those products that have rows."""
        rows = self.env.execute_query(
            query("known", company=company.id, products=products)
        )
        return {product for (product,) in rows}

    @api.private
    def moment_after(self, company, day):
        """The first moment, in UTC, after a day of the company."""
        zone = pytz.timezone(self._zone(company))
        end = datetime.combine(fields.Date.add(day, days=1), datetime.min.time())
        return zone.localize(end).astimezone(pytz.UTC).replace(tzinfo=None)


def _columns(rows):
    """The rows of the ledger, column by column."""
    names = ("key", "kind", "at", "quantity", "amount", "variance")
    names += ("running_quantity", "running_amount", "unit", "provisional")
    columns = {name: [getattr(row, name) for *_of, row in rows] for name in names}
    columns["product"] = [product for product, _method, _row in rows]
    columns["method"] = [method for _product, method, _row in rows]
    for what in ("move", "value"):
        columns[what] = [
            int(row.key.split(":")[1]) if row.key.startswith(what) else None
            for *_of, row in rows
        ]
    return columns

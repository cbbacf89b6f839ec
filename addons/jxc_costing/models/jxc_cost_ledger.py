import logging
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger_reading import (
    POOL,
    method_at,
    month_begin,
    months_in,
    read_methods,
    read_movements,
    read_openings,
    read_stands,
    turns,
)
from ..ledger_sql import query
from ..ledger_writing import together, write_rows
from ..logic.costing import Engine
from ..logic.pool import FIFO, MONTH, SPECIFIC, STANDARD

BEGINNING = datetime(1, 1, 1)
_logger = logging.getLogger(__name__)


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
        self._hold(company, min(moments.values()))
        self.env["jxc.lock"].acquire(f"cost:{company.id}:{p.id}" for p in products)
        self = self.sudo()
        self.env.flush_all()
        floor = self._floor(company)
        since = {p: max(moments[p], floor) for p in products}
        new = self._begin_ledger(company, products)
        since.update(dict.fromkeys(new, floor))
        now = {p.id: p._jxc_costing_method(company) for p in products}
        changes = self._note_methods(company, now)
        since, stands, units = self._go_on_from(company, since, changes, now)
        asked = self._asked(company, since)
        movements = self._movements(asked)
        methods = {p.id: self._methods(p, changes, at, now) for p, at in since.items()}
        layered = {p for p, m in methods.items() if {FIFO, SPECIFIC} & set(m)}
        openings = read_openings(self.env, asked, stands, units, movements, layered)
        for product, at in since.items():
            if methods[product.id][0] != SPECIFIC:
                movements[product.id] += turns(changes[product.id], at)
        begin = {product: mine[0] for product, mine in methods.items()}
        rows = self._computed(company, begin, openings, movements)
        write_rows(self.env, asked, company._jxc_zone(), rows)
        self._tell_the_host(company, asked, since)
        if new:
            self.env["jxc.cost.takeover"].compare(company, new[0].union(*new))

    def _computed(self, company, methods, openings, movements):
        """[(product id, row)], in the order of what happened to each.

        :param methods: {product id: the one it begins with}.
        """
        final, rows = company.sudo().jxc_cost_final_day, []
        facts = {
            "digits": company.currency_id.decimal_places,
            "final_before": fields.Date.add(final, days=1) if final else None,
            "month": months_in(pytz.timezone(company._jxc_zone())),
        }
        products = self.env["product.product"].browse(methods).with_company(company)
        for product in products:
            method, unit = methods[product.id], Decimal(str(product.jxc_start_cost))
            engine = Engine(method, unit=unit, **facts)
            engine.begin(openings[product.id])
            rows += [(product.id, row) for row in engine.run(movements[product.id])]
        return rows

    def _methods(self, product, changes, since, now):
        """The method by a moment, and those that come after it."""
        now = now[product.id]
        if now == SPECIFIC:
            return [SPECIFIC]
        mine = changes[product.id]
        later = [method for _key, at, _before, method, _place in mine if at >= since]
        return [method_at(mine, since, now), *later]

    def _note_methods(self, company, methods):
        """Record that products have another method from now on, if they have.

        Not of lots with costs of their own: those never had another one.
        """
        asked = {"company": company.id, "products": list(methods)}
        changes, last = read_methods(self.env, asked)
        notes = {
            product: (last[product], method)
            for product, method in methods.items()
            if last.get(product, method) != method
            and SPECIFIC not in (last[product], method)
        }
        reason = self.env.context.get("jxc_cost_reason")
        self.note(company, notes, None, reason)
        return read_methods(self.env, asked)[0] if notes else changes

    @api.private
    def note(self, company, methods, at, reason=None):
        """Record changes of method.

        :param methods: {product id: (before, method)}.
        :param at: the moment that somebody decided on; None: now, after what was
            entered by now.
        """
        if methods:
            values = {
                "company": company.id,
                "products": list(methods),
                "before": [before for before, _method in methods.values()],
                "method": [method for _before, method in methods.values()],
                "at": at or fields.Datetime.now(),
                "now": at is None,
                "reason": reason or None,
                "user": self.env.uid,
            }
            self.env.cr.execute(query("note_methods", **values))
            self.env["jxc.cost.change"].invalidate_model()

    @api.private
    def _finalize(self, company, date_from, date_to):
        """月末一次加权平均: the costs of a closed month are final.

        What is entered later for such a month computes it again, as long as nothing
        else keeps that from being entered.

        :return: the products whose month's average this was.
        """
        company = company.sudo()
        last = company.jxc_cost_final_day
        company.jxc_cost_final_day = max(last, date_to) if last else date_to
        return self._restate_months(company, date_from, date_to)

    @api.private
    def _reopen(self, company, date_from):
        """The months from this day on are provisional again."""
        company = company.sudo()
        last = company.jxc_cost_final_day
        if not last or last < date_from:
            return self.env["product.product"]
        company.jxc_cost_final_day = fields.Date.subtract(date_from, days=1)
        return self._restate_months(company, date_from, last)

    def _restate_months(self, company, first, last):
        self.env.flush_all()
        found = self.env.execute_query(
            query("monthly", company=company.id, first=first, last=last)
        )
        products = self.env["product.product"].browse(p for p, _at in found)
        moments = dict(zip(products, (at for _product, at in found), strict=True))
        for start in range(0, len(products), 500):
            some = products[start:][:500]
            self.restate(company, {p: moments[p] for p in some})
        return products

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
                built, everything = self.env["jxc.cost.takeover"].progress()
                _logger.info("Cost ledger: %s of %s products", built, everything)
                if not self.env["ir.cron"]._commit_progress(len(some), remaining=left):
                    return

    def _floor(self, company):
        """The moment before which the rows of a company stay as they are."""
        return BEGINNING

    @api.private
    def check_open(self, company, moment):
        """Refuse what would change costs that are final.

        :raise UserError: a month of then is closed, or its average final.
        """
        company = company.sudo()
        final = company.jxc_cost_final_day
        if moment < self._floor(company) or (
            final and moment < self.moment_after(company, final)
        ):
            raise UserError(
                self.env._("Costs of %s are final.", format_date(self.env, moment))
            )

    def _hold(self, company, moment):
        """What else has to wait while rows since that moment change."""

    def _movements(self, asked):
        """{product id: its movements}, in no order."""
        return read_movements(self.env, asked, asked["digits"])

    def _asked(self, company, since):
        return {
            "company": company.id,
            "products": [product.id for product in since],
            "since": list(since.values()),
            "by_house": company.jxc_cost_scope == "warehouse",
            "by_lot": [product._jxc_by_lot(company) for product in since],
            "digits": company.currency_id.decimal_places,
        }

    def _begin_ledger(self, company, products):
        """Those that have no rows yet: their history is read as it is in the host."""
        known = self.with_rows(company, dict.fromkeys(products))
        new = [product for product in products if product not in known]
        new = self.env["product.product"].union(*new).sudo()
        if new:
            self.env["jxc.cost.takeover"].read_host(company, new)
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

    def _go_on_from(self, company, since, changes, now):
        """From the asked moment, if all was covered by then and the pools are the same.

        Under month-end average with the month of that moment; otherwise from the
        beginning, or from where rows may change.

        :return: ({product: moment}, stands by then, last known unit costs by then)
        """
        zone = pytz.timezone(company._jxc_zone())
        methods = {p: self._methods(p, changes, since[p], now)[0] for p in since}
        begin = {
            product: month_begin(zone, at) if methods[product] == MONTH else at
            for product, at in since.items()
        }
        stands, units = read_stands(self.env, self._asked(company, begin))
        floor = self._floor(company)
        again = {}
        for product in begin:
            mine = stands.get(product.id, {})
            short = any(quantity < 0 for quantity, *_rest in mine.values())
            strange = self._in_other_pools(company, product, mine)
            if not mine or strange or (short and methods[product] != STANDARD):
                again[product] = floor
                stands.pop(product.id, None)
                units.pop(product.id, None)
        if again and floor > BEGINNING:
            self._hold(company, floor)
            more, known = read_stands(self.env, self._asked(company, again))
            stands.update(more)
            units.update(known)
            for product in again:
                if self._in_other_pools(company, product, more.get(product.id, {})):
                    raise UserError(
                        self.env._(
                            "%s was valued in other scopes in months that are closed:"
                            " lots and warehouses cannot be taken apart later.",
                            product.display_name,
                        )
                    )
        return {**begin, **again}, stands, units

    def _in_other_pools(self, company, product, pools):
        """Whether rows stand in other pools than those of today."""
        by_house = company.jxc_cost_scope == "warehouse"
        return any(
            ("/lot:" in pool) != product._jxc_by_lot(company)
            or pool.startswith(POOL) == by_house
            for pool in pools
        )

    # Writing

    def _tell_the_host(self, company, asked, products):
        """Values of moves and costs of products, where they are others now."""
        # In one statement: a history that is taken over changes thousands.
        told = self.env.execute_query(query("tell_moves", **asked))
        moves = self.env["stock.move"].browse(move for (move,) in told)
        moves.invalidate_recordset(["value"], flush=False)
        moves.modified(["value"])
        balances = self.balances(company, asked["products"])
        known = self.env["product.product"].union(*products)
        known.invalidate_recordset(["total_value", "avg_cost"], flush=False)
        known.filtered(lambda p: p.id in balances)._jxc_take_costs(company, balances)
        by_lot = [p for p, lots in zip(products, asked["by_lot"], strict=True) if lots]
        if by_lot:
            self.env["stock.lot"]._jxc_take_costs(company, by_lot)

    @api.private
    def pools(self, company, products, until=None):
        """Quantity, amount and last known unit cost of each pool.

        :param until: a moment in UTC; the newest without one.
        :return: {product id: {pool: (quantity, amount, unit)}}, the pool of the last
            row at the end
        """
        rows = self.env.execute_query(
            query("balances", company=company.id, products=list(products), until=until)
        )
        found = defaultdict(dict)
        for product, pool, quantity, amount, unit, *_when in sorted(
            rows, key=lambda row: row[-2:]
        ):
            found[product][pool] = float(quantity), float(amount), float(unit)
        return found

    @api.private
    def balances(self, company, products, until=None):
        """Quantity, amount and last known unit cost of products, all pools together.

        :return: {product id: (quantity, amount, unit)}
        """
        rows = self.env.execute_query(
            query("balances", company=company.id, products=list(products), until=until)
        )
        if len({row[0] for row in rows}) < len(rows):
            found = self.pools(company, products, until).items()
            return {product: together(pools.values()) for product, pools in found}
        # Nearly always: each has one pool.
        return {
            product: (round(quantity, 6), round(amount, 4), unit)
            for product, _pool, quantity, amount, unit, *_when in rows
        }

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
        zone = pytz.timezone(company._jxc_zone())
        end = datetime.combine(fields.Date.add(day, days=1), datetime.min.time())
        return zone.localize(end).astimezone(pytz.UTC).replace(tzinfo=None)

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.jxc_stock import sql_alert

from .. import sql_need
from ..logic import lead_time, reorder, vendor_choice
from ..market import exact

#: How many needs are written in one transaction of the daily look.
BATCH = 500
#: What a person, or a surge of orders, has asked for.
ENTERED = ("manual", "surge")
QUIET = {"tracking_disable": True, "mail_create_nolog": True}


class JxcPurchaseSuggestion(models.Model):
    """What is needed (P1): found by one statement, suggested once, and withdrawn when
    it is needed no more."""

    _inherit = "jxc.purchase.suggestion"

    # --- opening --------------------------------------------------------------------

    @api.model
    def _suggest(self, pairs):
        """Open what is missing for ``pairs``; what is open already goes with the need.

        :param pairs: list of (product id, warehouse id) below their minimum.
        :return: the new suggestions
        """
        fresh, _needs = self._look(set(pairs))
        return fresh

    @api.model
    def _look(self, pairs, rows=None):
        """What :meth:`_suggest` does, for who wants to know what it has seen.

        :param rows: what is below its minimum of ``pairs``, where this transaction
            has just found it: all that it reads is of one moment, so that it would
            find the same after the locks. Who suggested since holds them, and they
            are refused to us.
        :return: the new suggestions, and ``{pair: Decimal}`` of all that is needed
        """
        self.env["jxc.lock"].acquire(f"suggest:{p}:{w}" for p, w in pairs)
        if rows is None:
            rows = self._below_minimum(pairs)
        known = self._known({row.pair for row in rows})
        needs = self._needs(rows, known)
        fresh = {pair: need for pair, need in needs.items() if pair not in known}
        changed = self.browse()
        for pair in known.keys() & needs.keys():
            changed |= known[pair]._follow(needs[pair])
        changed._reprice()
        return self._open(fresh, {row.pair: row for row in rows}), needs

    @api.model
    def _below_minimum(self, pairs=None):
        """What is below its minimum now, by one statement.

        :param pairs: None for all of the companies of the environment
        """
        self.env.flush_all()
        houses = {house for _product, house in pairs or ()}
        if pairs is None:
            domain = [("company_id", "in", self.env.companies.ids)]
            houses = set(self.env["stock.warehouse"].search(domain).ids)
        scope = sql_alert.Scope(
            now=fields.Datetime.now(),
            digits=self.env["decimal.precision"].precision_get("Product Unit"),
            products=None if pairs is None else {product for product, _house in pairs},
            warehouses=houses,
        )
        rows = map(reorder.Short.of, self.env.execute_query(sql_alert.below_min(scope)))
        return [row for row in rows if pairs is None or row.pair in pairs]

    @api.model
    def _needs(self, rows, known=()):
        """:return: ``{(product id, warehouse id): Decimal}`` of what nothing covers

        :param known: the pairs whose need has been found before, and lasts
        """
        products = self.env["product.product"].browse({row.pair[0] for row in rows})
        houses = self.env["stock.warehouse"].browse({row.pair[1] for row in rows})
        asked = self._requested(products, houses)
        found = {}
        for row in rows:
            coming = row.incoming + exact(asked[row.pair])
            need = reorder.needed(
                row.atp, coming, row.low, row.high, lasting=row.pair in known
            )
            if need > 0:
                found[row.pair] = need
        return found

    @api.model
    def _requested(self, products, warehouses):
        """What is asked for already and not confirmed, by product, warehouse; the open
        suggestions of needs are not among it."""
        self.env["purchase.order.line"].flush_model()
        self.env["purchase.order"].flush_model(["state", "picking_type_id"])
        found = defaultdict(float)
        query = sql_need.requested(products.ids, warehouses.ids)
        for product, warehouse, quantity in self.env.execute_query(query):
            found[product, warehouse] += float(quantity)
        return found

    @api.model
    def _known(self, pairs):
        """:return: ``{(product id, warehouse id): its open suggestions, or the refusal
        of a need that lasts}``"""
        found = self.search(
            [
                ("state", "in", ("open", "refused")),
                ("product_id", "in", [product for product, _house in pairs]),
                ("warehouse_id", "in", [house for _product, house in pairs]),
            ],
            order="id",
        )
        known = found.grouped(lambda s: (s.product_id.id, s.warehouse_id.id))
        return {pair: group for pair, group in known.items() if pair in pairs}

    def _follow(self, need):
        """More or less is missing than when it was suggested: that much more or less
        is suggested, also where a buyer has changed the quantity.

        What was refused stays so, and what somebody entered is not made less.

        :return: the suggestions that have changed
        """
        unit, before = self.product_id.uom_id, sum(self.mapped("need"))
        more = unit.round(float(need) - before)
        if unit.is_zero(more):
            return self.browse()
        if unit.compare(more, 0.0) > 0:
            return self._grow(more)
        return self._shrink(-more)

    def _grow(self, more):
        first = self.filtered(lambda s: s.state == "open")[:1]
        first.write({"need": first.need + more, "quantity": first.quantity + more})
        return first

    def _shrink(self, less):
        """The parts of a split first, so that the need keeps its suggestion."""
        unit, changed = self.product_id.uom_id, self.browse()
        mine = self.filtered(
            lambda s: s.state == "open" and s.kind not in ENTERED and s.need
        )
        for one in mine.sorted("id", reverse=True):
            part = min(one.need, less)
            less = unit.round(less - part)
            rest = unit.round(one.need - part)
            if unit.is_zero(rest):
                one.state = "withdrawn"
            elif part:
                one.write({"need": rest, "quantity": one._lowered(part)})
                changed |= one
        return changed

    def _lowered(self, less):
        """The quantity, that much less, but what the vendor sells at least, and in his
        units; never less than nothing."""
        line, unit = self.supplierinfo_id, self.uom_id
        theirs = line.product_uom_id or unit
        size = exact(theirs._compute_quantity(1, unit, round=False))
        wanted = max(unit.round(self.quantity - less), unit.rounding)
        taken = vendor_choice.order_quantity(
            exact(wanted),
            exact(line.min_qty) * size,
            size if theirs != unit else Decimal(0),
        )
        return min(float(taken), self.quantity)

    @api.model
    def _open(self, needs, rows):
        """Suggestions for ``needs``, by the best offers there are."""
        shorts = {row.point_id: row for pair, row in rows.items() if pair in needs}
        points = self.env["stock.warehouse.orderpoint"].browse(shorts)
        used = self._used(points.product_id, points.warehouse_id)
        opened = self.browse()
        for company, group in points.grouped("company_id").items():
            own = self.with_company(company).with_context(
                lang=company.partner_id.lang or self.env.lang, **QUIET
            )
            market = own._market(group.product_id, company)
            found = []
            for house, some in group.grouped("warehouse_id").items():
                asks = [
                    (one.product_id, needs[shorts[one.id].pair], self._pack(one))
                    for one in some
                ]
                chosen = own._chosen(asks, market, own._going(market, house))
                for point, ask, choice in zip(some, asks, chosen, strict=True):
                    row = shorts[point.id]
                    daily = used.get(row.pair, Decimal(0))
                    found.append(own._values(row, ask[1], daily, market, choice))
            made = own._insert([values for values, _offers in found])
            made._write_offers([offers for _values, offers in found])
            opened |= made.with_env(self.env)
        return opened

    @api.model
    def _insert(self, vals_list):
        """Create them by one statement: at night they are very many. Defaults are
        those of ``create``, and what is computed from them is; its checks are for what
        a person enters.

        :param vals_list: as for ``create``, the company among them
        """
        given = set().union(*vals_list)
        stored = {name for name, field in self._fields.items() if field.column_type}
        common = self.default_get(sorted(stored - given))
        now, uid = self.env.cr.now(), self.env.uid
        common.update(create_date=now, write_date=now, create_uid=uid, write_uid=uid)
        names = sorted(stored & (given | common.keys()))
        columns = [self._fields[name].convert_to_column_insert for name in names]
        same = [
            convert(common.get(name), self)
            for name, convert in zip(names, columns, strict=True)
        ]
        rows = [
            [
                convert(values[name], self) if name in values else usual
                for name, convert, usual in zip(names, columns, same, strict=True)
            ]
            for values in vals_list
        ]
        query = f"INSERT INTO {self._table} ({', '.join(names)}) VALUES %s RETURNING id"
        found = self.env.cr.execute_values(
            query, rows, page_size=max(len(rows), 1), fetch=True
        )
        made = self.browse(one for (one,) in found)
        made.modified(names, create=True)
        self.env.remove_to_compute(self._fields["company_id"], made)
        return made

    @api.model
    def _values(self, row, need, daily, market, chosen):
        """:return: the values of the suggestion for one need, and of its offers"""
        chosen, offers, why = chosen
        text = self.env._(
            "Available %(atp)g is below the minimum %(minimum)g;"
            " on order %(incoming)g.",
            atp=row.atp,
            minimum=row.low,
            incoming=row.incoming,
        )
        cover = reorder.days_of_cover(row.atp + row.incoming, daily)
        lead, calendar = 0, lead_time.EVERY_DAY
        if offers:
            lead = offers[0]["delay"]
            calendar = market.calendars[offers[0]["partner_id"]]
        values = {
            "kind": "minimum",
            "product_id": row.pair[0],
            "warehouse_id": row.pair[1],
            # It would follow by itself, in a second statement.
            "company_id": market.company.id,
            "need": float(need),
            "date_order_by": reorder.order_by(market.today, cover, lead, calendar),
            "reason": f"{text}\n{why}",
            **chosen,
        }
        return values, offers

    @api.model
    def _pack(self, point):
        """What it is to be bought in; 0: as it comes."""
        pack = point.replenishment_uom_id
        unit = pack and point.product_id.uom_id
        if pack and pack != unit and pack._has_common_reference(unit):
            return exact(pack._compute_quantity(1, unit))
        return Decimal(0)

    # --- the daily look ---------------------------------------------------------------

    @api.model
    def _jxc_cron_refresh(self):
        """Look at all limits, a part at a time: what alerts have missed, what grew,
        and what has gone without a movement."""
        progress = self.env["ir.cron"]
        houses = self.env["stock.warehouse"]
        for (company,) in houses._read_group([], ["company_id"]):
            own = self.with_company(company)
            pairs, _rows = own._due()
            progress._commit_progress(remaining=len(pairs))
            for start in range(0, len(pairs), BATCH):
                part = pairs[start : start + BATCH]
                own._refresh(part)
                if not progress._commit_progress(len(part)):
                    return

    @api.model
    def _due(self):
        """What is below its minimum, or suggested because it was; of one company.

        :return: sorted pairs of product id and warehouse id, and what is below
        """
        own = self.with_context(allowed_company_ids=self.env.company.ids)
        rows = own._below_minimum()
        pairs = {row.pair for row in rows}
        # Those of orders as well: they may have grown for the minimum.
        domain = [("state", "in", ("open", "refused")), ("kind", "not in", ENTERED)]
        domain += [("company_id", "=", self.env.company.id)]
        found = own.search_fetch(domain, ["product_id", "warehouse_id"])
        pairs |= {(one.product_id.id, one.warehouse_id.id) for one in found}
        return sorted(pairs), rows

    @api.model
    def _refresh(self, pairs, rows=None):
        """:return: the new suggestions; see :meth:`_look`"""
        fresh, needs = self._look(set(pairs), rows)
        self._withdraw([pair for pair in pairs if pair not in needs])
        return fresh

    @api.model
    def _withdraw(self, pairs):
        """The need has gone: its suggestion goes as well, and so does a refusal.

        What somebody entered by hand is not taken away from him.
        """
        pairs = set(pairs)
        found = self.search(
            [
                ("state", "in", ("open", "refused")),
                ("kind", "=", "minimum"),
                ("product_id", "in", [product for product, _house in pairs]),
                ("warehouse_id", "in", [house for _product, house in pairs]),
            ]
        )
        found.filtered(lambda s: (s.product_id.id, s.warehouse_id.id) in pairs).write(
            {"state": "withdrawn"}
        )

from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models

from odoo.addons.jxc_stock import sql_alert

from .. import sql_need
from ..logic import lead_time, reorder
from .jxc_purchase_suggestion_choice import _exact

#: How many needs are written in one transaction of the daily look.
BATCH = 500
QUIET = {"tracking_disable": True, "mail_create_nolog": True}


class JxcPurchaseSuggestion(models.Model):
    """What is needed (P1): found by one statement, suggested once, and withdrawn when
    it is needed no more."""

    _inherit = "jxc.purchase.suggestion"

    # --- opening --------------------------------------------------------------------

    @api.model
    def _suggest(self, pairs):
        """Open what is missing for ``pairs``; what is open already grows with the need.

        :param pairs: list of (product id, warehouse id) below their minimum.
        :return: the new suggestions
        """
        pairs = set(pairs)
        self.env["jxc.lock"].acquire(f"suggest:{p}:{w}" for p, w in pairs)
        rows = self._below_minimum(pairs)
        needs = self._needs(rows)
        known = self._known(set(needs))
        fresh = {pair: need for pair, need in needs.items() if pair not in known}
        grown = self.browse()
        for pair, found in known.items():
            grown |= found._grow(needs[pair])
        grown._reprice()
        return self._open(fresh, {row.pair: row for row in rows})

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
    def _needs(self, rows):
        """:return: ``{(product id, warehouse id): Decimal}`` of what nothing covers"""
        products = self.env["product.product"].browse({row.pair[0] for row in rows})
        houses = self.env["stock.warehouse"].browse({row.pair[1] for row in rows})
        asked = self._requested(products, houses)
        found = {}
        for row in rows:
            coming = row.incoming + _exact(asked[row.pair])
            need = reorder.needed(row.atp, coming, row.low, row.high)
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

    def _grow(self, need):
        """More is missing than when it was suggested: that much more is suggested,
        also where a buyer has changed the quantity. What was refused stays so.

        :return: the suggestion that has grown, if any
        """
        unit, before = self.product_id.uom_id, sum(self.mapped("need"))
        first = self.filtered(lambda s: s.state == "open")[:1]
        more = unit.round(float(need) - before)
        if not first or unit.compare(more, 0.0) <= 0:
            return self.browse()
        first.write({"need": first.need + more, "quantity": first.quantity + more})
        return first

    @api.model
    def _open(self, needs, rows):
        """Suggestions for ``needs``, by the best offers there are."""
        points = self.env["stock.warehouse.orderpoint"].browse(
            row.point_id for pair, row in rows.items() if pair in needs
        )
        used = self._used(points.product_id, points.warehouse_id)
        opened = self.browse()
        for company, group in points.grouped("company_id").items():
            own = self.with_company(company).with_context(
                lang=company.partner_id.lang or self.env.lang, **QUIET
            )
            market = own._market(group.product_id, company)
            found = []
            for point in group:
                pair = point.product_id.id, point.warehouse_id.id
                daily = used.get(pair, Decimal(0))
                found.append(own._values(point, rows[pair], needs[pair], daily, market))
            made = own.create([values for values, _offers in found])
            made._write_offers([offers for _values, offers in found])
            opened |= made.with_env(self.env)
        return opened

    @api.model
    def _values(self, point, row, need, daily, market):
        """:return: the values of the suggestion for one need, and of its offers"""
        chosen, offers, why = self._chosen_values(
            point.product_id, point.company_id, need, self._pack(point), market
        )
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
            vendor = self.env["res.partner"].browse(offers[0]["partner_id"])
            calendar = market[4][vendor]
        values = {
            "kind": "minimum",
            "product_id": point.product_id.id,
            "warehouse_id": point.warehouse_id.id,
            "need": float(need),
            "date_order_by": reorder.order_by(market[0], cover, lead, calendar),
            "reason": f"{text}\n{why}",
            **chosen,
        }
        return values, offers

    @api.model
    def _pack(self, point):
        """What it is to be bought in; 0: as it comes."""
        unit, pack = point.product_id.uom_id, point.replenishment_uom_id
        if pack and pack != unit and pack._has_common_reference(unit):
            return _exact(pack._compute_quantity(1, unit))
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
            pairs = own._due_pairs()
            progress._commit_progress(remaining=len(pairs))
            for start in range(0, len(pairs), BATCH):
                part = pairs[start : start + BATCH]
                own._refresh(part)
                if not progress._commit_progress(len(part)):
                    return

    @api.model
    def _due_pairs(self):
        """What is below its minimum, or suggested because it was; of one company."""
        own = self.with_context(allowed_company_ids=self.env.company.ids)
        pairs = {row.pair for row in own._below_minimum()}
        domain = [("state", "in", ("open", "refused")), ("kind", "=", "minimum")]
        domain += [("company_id", "=", self.env.company.id)]
        found = own.search_fetch(domain, ["product_id", "warehouse_id"])
        pairs |= {(one.product_id.id, one.warehouse_id.id) for one in found}
        return sorted(pairs)

    @api.model
    def _refresh(self, pairs):
        """:return: the new suggestions"""
        fresh = self._suggest(pairs)
        still = {row.pair for row in self._below_minimum(set(pairs))}
        self._withdraw([pair for pair in pairs if pair not in still])
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

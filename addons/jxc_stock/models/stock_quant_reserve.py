from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

PLACE = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
FIGURES = ("quantity", "reserved_quantity", "in_date")


class Bookings:
    """In the context it gathers what lines hold and give back, until all of it is
    booked at once. It is an object, so that no RPC client can put it there."""

    def __init__(self):
        self.quantities = defaultdict(float)

    @classmethod
    def of(cls, env):
        found = env.context.get("jxc_bookings")
        return found if isinstance(found, cls) else None


class Search:
    """In the context it says that goods are sought to be reserved: how many, and what
    was found, as the host looks twice. It ends when the host has chosen."""

    def __init__(self, need):
        self.need = need
        self.found = {}

    @classmethod
    def of(cls, env):
        search = env.context.get("jxc_search")
        return search if isinstance(search, cls) and search.found is not None else None


class StockQuantReserve(models.Model):
    """Many lines are booked on their quants in one go; the host takes four statements
    for each of them."""

    _inherit = "stock.quant"

    @api.model
    def _update_reserved_quantity(
        self,
        product_id,
        location_id,
        quantity,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        bookings = Bookings.of(self.env)
        if bookings is None:
            return super()._update_reserved_quantity(
                product_id, location_id, quantity, lot_id, package_id, owner_id, strict
            )
        place = (product_id, location_id, lot_id, package_id, owner_id)
        key = tuple(record.id if record else False for record in place)
        bookings.quantities[key] += quantity

    def _get_reserve_quantity(
        self,
        product_id,
        location_id,
        quantity,
        uom_id=None,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        """The host reads all there is, twice, to choose the first few."""
        sought = product_id.uom_id.compare(quantity, 0.0) > 0 and not strict
        # How many full packages there are is known only from all of it.
        category = product_id.sudo().categ_id
        whole = category.packaging_reserve_method == "full"
        search = Search(quantity if sought and not whole else None)
        quants = super(StockQuantReserve, self.with_context(jxc_search=search))
        try:
            return quants._get_reserve_quantity(
                product_id,
                location_id,
                quantity,
                uom_id,
                lot_id,
                package_id,
                owner_id,
                strict,
            )
        finally:
            search.found = None

    def _gather(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
        qty=0,
    ):
        args = product_id, location_id, lot_id, package_id, owner_id, strict
        search = Search.of(self.env)
        strategy = search and self._get_removal_strategy(product_id, location_id)
        # Packages are chosen by the quantity, which the host tells only once.
        if search is None or strategy == "least_packages":
            return super()._gather(*args, qty)
        if args not in search.found:
            order = self._get_removal_strategy_order(strategy)
            if search.need is None or not order:
                search.found[args] = super()._gather(*args, qty)
            else:
                domain = self._get_gather_domain(*args)
                search.found[args] = self._jxc_first(
                    domain, order, search.need, product_id.uom_id
                )
        return search.found[args]

    def _jxc_first(self, domain, order, need, unit):
        """The first quants that hold so much, and whatever holds less than nothing,
        which is made up for by others: the host chooses the same as among all."""
        query = self._search(domain, order=order)
        column = {
            name: self._field_to_sql(self._table, name, query)
            for name in ("id", "quantity", "reserved_quantity", "lot_id")
        }
        place = SQL("%s IS NULL, %s", column["lot_id"], query.order)
        query.order = None
        # The host leaves empty what it does not write, on a quant that only reserves.
        left = SQL(
            "COALESCE(%(quantity)s, 0) - COALESCE(%(reserved_quantity)s, 0)", **column
        )
        free = query.select(
            SQL("%s AS id", column["id"]),
            SQL("%s AS free", left),
            SQL("row_number() OVER (ORDER BY %s) AS place", place),
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM (
                        SELECT id, free, place,
                               SUM(CASE WHEN free >= %(least)s THEN free ELSE 0 END)
                                   OVER (ORDER BY place) - free AS before,
                               SUM(LEAST(free, 0)) OVER () AS owed
                          FROM (%(free)s) found
                       ) summed
                 WHERE free < 0 OR free > 0 AND before + owed <= %(need)s
                 ORDER BY place
                """,
                free=free,
                least=unit.rounding,
                need=need + 1,
            )
        )
        return self.browse(id_ for [id_] in rows)

    @api.model
    def _jxc_book(self, bookings):
        """Write down what was gathered, in one statement where that is plain."""
        # What was released is booked on its quant, though it is to be removed.
        quants = self.sudo().with_context(with_expiration=False)
        plain = quants._jxc_plain(bookings.quantities)
        locked = quants.concat(*plain.values())
        locked = set(locked.try_lock_for_update(allow_referencing=True)._ids)
        for key, quantity in bookings.quantities.items():
            quant = plain.get(key)
            if quant and quant.id in locked:
                quant.reserved_quantity = max(0, quant.reserved_quantity + quantity)
            elif quantity:
                product, location, lot, package, owner = (
                    self[name].browse(found)
                    for name, found in zip(PLACE, key, strict=True)
                )
                quants._update_reserved_quantity(
                    product, location, quantity, lot, package, owner
                )

    def _jxc_plain(self, keys):
        """``{key: quant}`` where the host would find one quant and change nothing but
        what is reserved on it; elsewhere it has to choose, or to mend the date."""
        if not keys:
            return {}
        products, locations, lots, *_rest = (
            set(ids) for ids in zip(*keys, strict=True)
        )
        found = self.search_fetch(
            [
                ("product_id", "in", list(products)),
                ("location_id", "in", list(locations)),
                ("lot_id", "in", list(lots | {False})),
            ],
            [*PLACE, *FIGURES],
            order="id",
        )
        at = defaultdict(self.browse)
        for quant in found:
            at[tuple(quant[name].id for name in PLACE)] += quant
        places = self.location_id.browse(locations)
        inside = {place.id for place in places if not place.should_bypass_reservation()}
        return {
            key: at[key]
            for key in keys
            if len(at[key]) == 1
            and at[key].in_date
            and at[key].quantity > 0
            and key[1] in inside
            and not (key[2] and at[key[:2] + (False,) + key[3:]])
        }

from dataclasses import dataclass
from datetime import date

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, float_round, format_date

from ..sql import arrivals, figures

QUANTITIES = (
    "on_hand",
    "reserved",
    "inspection",
    "quarantine",
    "incoming",
    "outgoing",
    "in_transit",
    "held",
    "atp",
)
FLUSHED = (
    "stock.quant",
    "stock.move",
    "stock.move.line",
    "stock.picking",
    "stock.location",
    "stock.lot",
    "jxc.stock.hold",
)


class NotEnoughStock(UserError):
    """More was asked for than can be promised."""


@dataclass(frozen=True, slots=True)
class Availability:
    """What a warehouse has of a product, in the product's unit.

    ``atp`` is available to promise: own goods on the shelves that are not expired,
    less all open demand, reserved or not, and what is held for quotations; goods on
    their way do not count.
    """

    on_hand: float = 0.0
    reserved: float = 0.0
    inspection: float = 0.0
    quarantine: float = 0.0
    incoming: float = 0.0
    outgoing: float = 0.0
    in_transit: float = 0.0
    held: float = 0.0
    atp: float = 0.0
    next_arrival: date | None = None


def _rounded(value, digits):
    """As the host rounds quantities of any unit; most are whole and stay."""
    if value.is_integer():
        return value or 0.0  # no zero below zero
    return float_round(value, precision_digits=digits)


class JxcStockAvailability(models.AbstractModel):
    _name = "jxc.stock.availability"
    _description = "Availability to Promise"

    def _get(self, products, warehouses):
        """The figures of every product in every warehouse, by one statement.

        :return: ``{(product_id, warehouse_id): Availability}``, complete.
        """
        result = {(p, w): Availability() for p in products.ids for w in warehouses.ids}
        if not result:
            return result
        self._flush()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        query = figures(fields.Datetime.now(), products.ids, warehouses.ids)
        for product, warehouse, *values, arrival in self.env.execute_query(query):
            amounts = (_rounded(float(value), digits) for value in values)
            if arrival:
                arrival = fields.Datetime.context_timestamp(self, arrival).date()
            result[product, warehouse] = Availability(*amounts, arrival)
        return result

    def _flush(self):
        for name in FLUSHED:
            self.env[name].flush_model()

    def _arrivals(self, keys):
        """What comes next, for those that expect anything.

        :param keys: (product id, warehouse id) whose figures have a next arrival
        :return: ``{key: (day, quantity in the product's unit)}``
        """
        if not keys:
            return {}
        self._flush()
        products, warehouses = (sorted(set(ids)) for ids in zip(*keys, strict=True))
        query = arrivals(self.env.tz, products, warehouses)
        rows = self.env.execute_query(query)
        return {(p, w): (day, qty) for p, w, day, qty in rows if (p, w) in keys}

    def _promise(self, needs):
        """Take the stock for ``needs`` until the transaction ends, or refuse.

        :param needs: ``{(product_id, warehouse_id): quantity in the product's unit}``;
            nothing, or less, is always there.
        :raise NotEnoughStock: names each product that is short.
        """
        products = self.env["product.product"].sudo()
        needs = {
            (product, warehouse): quantity
            for (product, warehouse), quantity in needs.items()
            if products.browse(product).uom_id.compare(quantity, 0.0) > 0
        }
        self._refuse_short(needs)
        self.env["jxc.lock"].acquire(f"promise:{p}:{w}" for p, w in needs)
        self._refuse_short(needs)

    def _refuse_short(self, needs):
        products = self.env["product.product"].sudo()
        products = products.browse({product for product, _warehouse in needs})
        warehouses = self.env["stock.warehouse"].sudo()
        warehouses = warehouses.browse({warehouse for _product, warehouse in needs})
        found = self._get(products, warehouses)
        reasons = []
        for (product_id, warehouse_id), needed in needs.items():
            product = products.browse(product_id)
            figure = found[product_id, warehouse_id]
            if product.uom_id.compare(figure.atp, needed) < 0:
                warehouse = warehouses.browse(warehouse_id)
                reasons.append(self._reason(product, warehouse, needed, figure))
        if reasons:
            raise NotEnoughStock(
                self.env._(
                    "There is not enough stock:\n%(reasons)s\nLower the quantity, take"
                    " another warehouse, or wait for goods to arrive.",
                    reasons="\n".join(reasons),
                )
            )

    def _reason(self, product, warehouse, needed, figure):
        values = {
            "product": product.display_name,
            "warehouse": warehouse.name,
            "needed": self._text(needed),
            "available": self._text(figure.atp),
            "short": self._text(needed - figure.atp),
            "unit": product.uom_id.name,
        }
        text = self.env._(
            "%(product)s in %(warehouse)s: needed %(needed)s, available %(available)s,"
            " short %(short)s %(unit)s",
            **values,
        )
        if figure.next_arrival:
            day = format_date(self.env, figure.next_arrival)
            text += self.env._("; next arrival on %(day)s", day=day)
        return text

    def _text(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        text = float_repr(quantity, digits)
        return text.rstrip("0").rstrip(".") if "." in text else text

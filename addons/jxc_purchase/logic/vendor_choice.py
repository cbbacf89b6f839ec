"""Which vendor, how much, and why: the least outlay that covers the need.

Quantities are in the product's unit, prices per that unit in one currency.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

ZERO = Decimal(0)

ONLY = "only"
CHEAPEST = "cheapest"
FASTER = "faster"
PUNCTUAL = "punctual"
PREFERRED = "preferred"
UNPRICED = "unpriced"


@dataclass(frozen=True)
class Offer:
    """One line of a vendor's price list."""

    key: int
    vendor: int
    price: Decimal
    min_qty: Decimal = ZERO
    pack: Decimal = ZERO
    lead_days: int = 0
    #: Share of the vendor's receipts that were on time; None: nobody knows.
    punctual: Decimal | None = None
    sequence: int = 0
    date_start: date | None = None
    date_end: date | None = None

    def is_valid(self, day):
        return not (
            (self.date_start and day < self.date_start)
            or (self.date_end and day > self.date_end)
        )


@dataclass(frozen=True)
class Option:
    """An offer together with the quantity that it makes us order."""

    offer: Offer
    qty: Decimal

    @property
    def outlay(self):
        return self.qty * self.offer.price

    @property
    def rank(self):
        offer = self.offer
        return (
            offer.price <= 0,
            self.outlay,
            offer.lead_days,
            -(offer.punctual or ZERO),
            offer.sequence,
            offer.key,
        )


@dataclass(frozen=True)
class Choice:
    best: Option | None = None
    others: tuple[Option, ...] = field(default=())
    why: str = ""


def order_quantity(need, min_qty=ZERO, pack=ZERO):
    """The smallest quantity a vendor takes that covers the need.

    >>> order_quantity(Decimal(88), Decimal(50), Decimal(24))
    Decimal('96')
    >>> order_quantity(Decimal(5), Decimal(20))
    Decimal('20')
    """
    qty = max(need, min_qty)
    if pack > 0:
        qty = (qty / pack).to_integral_value(rounding=ROUND_CEILING) * pack
    return qty


def choose(offers, need, day):
    """The best option of each vendor, the best of all first.

    A vendor's minimum quantity is never undercut: the quantity is raised to it,
    and what that costs is compared with what the others would cost. A price of
    zero means that nobody knows the price; it wins over nothing but nothing.
    """
    per_vendor = {}
    for offer in offers:
        if not offer.is_valid(day):
            continue
        option = Option(offer, order_quantity(need, offer.min_qty, offer.pack))
        known = per_vendor.get(offer.vendor)
        if known is None or option.rank < known.rank:
            per_vendor[offer.vendor] = option
    options = sorted(per_vendor.values(), key=lambda option: option.rank)
    if not options:
        return Choice()
    return Choice(options[0], tuple(options[1:]), _why(options))


def _why(options):
    best = options[0]
    if best.offer.price <= 0:
        return UNPRICED
    rivals = [option for option in options[1:] if option.offer.price > 0]
    if not rivals:
        return ONLY
    if best.outlay < rivals[0].outlay:
        return CHEAPEST
    if best.offer.lead_days < rivals[0].offer.lead_days:
        return FASTER
    if (best.offer.punctual or ZERO) > (rivals[0].offer.punctual or ZERO):
        return PUNCTUAL
    return PREFERRED

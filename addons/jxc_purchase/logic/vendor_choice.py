"""Which vendor, how much, and why: the least that covers the need, all counted.

Quantities are in the product's unit, prices per that unit in one currency. Freight is
part of what an offer costs. Unpunctual vendors, rejected goods and waiting cost too:
by weights, an offer counts as so much dearer.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cached_property

ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)

ONLY = "only"
CHEAPEST = "cheapest"
BALANCED = "balanced"
FASTER = "faster"
PUNCTUAL = "punctual"
QUALITY = "quality"
PREFERRED = "preferred"
UNPRICED = "unpriced"


@dataclass(frozen=True)
class Weights:
    """By how many per cent an offer counts as dearer."""

    #: Of a vendor whose receipts are all late; half of it where half of them are.
    late: Decimal = ZERO
    #: Of a vendor whose goods are all rejected.
    rejects: Decimal = ZERO
    #: For each day of lead time.
    day: Decimal = ZERO


@dataclass(frozen=True)
class Freight:
    """What carrying costs: per order, per unit, and as a share of the amount."""

    order: Decimal = ZERO
    unit: Decimal = ZERO
    share: Decimal = ZERO

    def of(self, qty, amount, beside=ZERO):
        """
        :param beside: the amount that the same order has besides; it bears its part of
            what the order costs.

        >>> Freight(order=Decimal(80), unit=Decimal(2)).of(Decimal(10), Decimal(500))
        Decimal('100')
        >>> Freight(order=Decimal(80)).of(Decimal(10), Decimal(500), Decimal(1500))
        Decimal('20')
        """
        order = self.order
        if order and beside > 0:
            order = order * amount / (amount + beside)
        return order + self.unit * qty + self.share * amount


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
    #: None: it is in the price.
    freight: Freight | None = None
    #: Share of the vendor's goods that were accepted; None: nobody knows.
    quality: Decimal | None = None

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
    #: By how much of itself it counts as dearer.
    burden: Decimal = ZERO
    #: The amount that goes to the vendor with the same order besides.
    beside: Decimal = ZERO

    @cached_property
    def amount(self):
        return self.qty * self.offer.price

    @cached_property
    def freight(self):
        known = self.offer.freight
        return known.of(self.qty, self.amount, self.beside) if known else ZERO

    @cached_property
    def outlay(self):
        return self.amount + self.freight

    @cached_property
    def landed(self):
        """What one unit costs, freight included."""
        return self.outlay / self.qty if self.qty else self.offer.price

    @cached_property
    def counted(self):
        return self.outlay * (ONE + self.burden)

    @cached_property
    def rank(self):
        offer = self.offer
        return (
            offer.price <= 0,
            self.counted,
            self.outlay,
            offer.lead_days,
            -(offer.punctual or ZERO),
            -(offer.quality or ZERO),
            offer.sequence,
            offer.key,
        )


@dataclass(frozen=True)
class Choice:
    best: Option | None = None
    others: tuple[Option, ...] = field(default=())
    why: str = ""
    #: The one with the lowest outlay, where something else has outweighed it.
    cheapest: Option | None = None

    @property
    def options(self):
        """All of them, the best first."""
        return (self.best, *self.others) if self.best else ()

    def score(self, option):
        """100 for the best, less for what counts as dearer; 0 without a price."""
        if option.offer.price <= 0 or option.counted <= 0:
            return 0
        score = HUNDRED * self.best.counted / option.counted
        return int(score.to_integral_value(ROUND_HALF_UP))


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


def choose(offers, need, day, weights=None, beside=None):
    """The best option of each vendor, the best of all first.

    :param beside: ``{vendor: amount}`` of what goes to him with the same order

    A vendor's minimum quantity is never undercut: the quantity is raised to it,
    and what that costs is compared with what the others would cost. A price of
    zero means that nobody knows the price; it wins over nothing but nothing.
    """
    offers = [offer for offer in offers if offer.is_valid(day)]
    burdens = _burdens(offers, weights) if weights and len(offers) > 1 else {}
    per_vendor, beside = {}, beside or {}
    for offer in offers:
        qty = order_quantity(need, offer.min_qty, offer.pack)
        burden = burdens.get(offer.key, ZERO)
        option = Option(offer, qty, burden, beside.get(offer.vendor, ZERO))
        known = per_vendor.get(offer.vendor)
        if known is None or option.rank < known.rank:
            per_vendor[offer.vendor] = option
    options = sorted(per_vendor.values(), key=lambda option: option.rank)
    if not options:
        return Choice()
    rivals = [option for option in options[1:] if option.offer.price > 0]
    cheapest = min(rivals, key=lambda option: option.outlay, default=None)
    why = _why(options[0], cheapest)
    return Choice(
        options[0], tuple(options[1:]), why, cheapest if why == BALANCED else None
    )


def _burdens(offers, weights):
    """By the key of the offer. Of whom nothing is known counts as the mean of the
    others: neither is a new vendor punished, nor is it an advantage to have shown
    nothing."""
    late = _missing(offers, "punctual")
    rejects = _missing(offers, "quality")
    return {
        offer.key: (
            weights.late * late[offer.vendor]
            + weights.rejects * rejects[offer.vendor]
            + weights.day * offer.lead_days
        )
        / HUNDRED
        for offer in offers
    }


def _missing(offers, name):
    """What each vendor lacks of the whole."""
    shares = {offer.vendor: getattr(offer, name) for offer in offers}
    known = [share for share in shares.values() if share is not None]
    mean = sum(known) / len(known) if known else ONE
    return {
        vendor: ONE - (mean if share is None else share)
        for vendor, share in shares.items()
    }


def _why(best, cheapest):
    """:param cheapest: of the others with a price the one with the lowest outlay"""
    if best.offer.price <= 0:
        return UNPRICED
    if cheapest is None:
        return ONLY
    if best.outlay < cheapest.outlay:
        return CHEAPEST
    if best.outlay > cheapest.outlay:
        return BALANCED
    if best.offer.lead_days < cheapest.offer.lead_days:
        return FASTER
    if (best.offer.punctual or ZERO) > (cheapest.offer.punctual or ZERO):
        return PUNCTUAL
    if (best.offer.quality or ZERO) > (cheapest.offer.quality or ZERO):
        return QUALITY
    return PREFERRED

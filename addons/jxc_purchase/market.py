"""What is the same for all of a company's needs, read once."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .logic.vendor_choice import Weights


@dataclass(frozen=True)
class Market:
    """Who sells what, and how well each keeps his word, on a day.

    Keys of vendors and of currencies are ids, those of ``sellers`` are products.
    """

    company: object
    today: date
    #: The price list lines in force of each product.
    sellers: dict
    #: What one of a currency is in that of the company.
    rates: dict
    #: The share of receipts on time, by commercial partner.
    punctual: dict
    #: The share of goods that were accepted, by commercial partner.
    quality: dict
    #: What counts beside the cost.
    weights: Weights
    #: The days that count for a lead time.
    calendars: dict
    #: Why a vendor is chosen, in words.
    reasons: dict
    #: Whether anybody's freight is one per order.
    per_order: bool = False
    _arrivals: dict = field(default_factory=dict)

    def arrival(self, vendor_id, delay):
        """The day on which arrives what is ordered now."""
        key = vendor_id, delay
        if key not in self._arrivals:
            calendar = self.calendars[vendor_id]
            self._arrivals[key] = calendar.arrival(self.today, delay)
        return self._arrivals[key]


def exact(number):
    return Decimal(str(number))

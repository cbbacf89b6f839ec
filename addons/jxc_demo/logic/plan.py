"""What the company did in the last three months, day by day, as plain values.

The plan keeps its own stock, so that no order of the past is short, and is the same
for the same seed. Days count from 0, the opening, to ``DAYS``, today.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field

DAYS = 92
#: The last days belong to the documents that are still open.
LAST_SALE = DAYS - 4
LAST_ORDER = DAYS - 12
REVIEW_EVERY = 14
SALES_PER_DAY = (1, 1, 2, 2, 3, 3)
#: Where a product has no limits of its own, in boxes.
DEFAULT_MIN, DEFAULT_MAX = 4, 20


@dataclass
class Item:
    code: str
    vendor: str
    box: int
    #: warehouse code → (minimum, maximum) in the product's own unit
    limits: dict = field(default_factory=dict)


@dataclass
class Customer:
    code: str
    warehouse: str
    weight: int


@dataclass
class Purchase:
    day: int
    received: int
    vendor: str
    warehouse: str
    lines: list  # of (product code, quantity)


@dataclass
class Sale:
    day: int
    shipped: int
    customer: str
    warehouse: str
    lines: list  # of (product code, boxes)
    returned: bool = False


def limits_of(item: Item, warehouse: str) -> tuple[int, int]:
    box = item.box or 1
    pair = item.limits.get(warehouse)
    return pair or (DEFAULT_MIN * box, DEFAULT_MAX * box)


def is_workday(day: int, weekday_of_opening: int) -> bool:
    return (day + weekday_of_opening) % 7 != 6


def whole_boxes(quantity: int, item: Item) -> int:
    box = item.box or 1
    return -(-quantity // box) * box


class Planner:
    def __init__(self, items, customers, leads, weekday=0, seed=20):
        self.items = {item.code: item for item in items}
        self.customers = customers
        self.leads = leads
        self.weekday = weekday
        self.random = random.Random(seed)
        self.stock = defaultdict(int)
        self.arriving = []
        self.events = []

    def _sells(self, item: Item, warehouse: str) -> bool:
        return warehouse == "ZC" or warehouse in item.limits

    def _buy(self, day, received, warehouse, target):
        """One order per vendor that fills up whatever is below ``target``."""
        lines = defaultdict(list)
        for item in self.items.values():
            if not self._sells(item, warehouse):
                continue
            low, high = limits_of(item, warehouse)
            have = self.stock[warehouse, item.code] + sum(
                quantity
                for _day, house, code, quantity in self.arriving
                if (house, code) == (warehouse, item.code)
            )
            if have < target(low, high):
                quantity = whole_boxes(int(high * 1.25) - have, item)
                lines[item.vendor].append((item.code, quantity))
        for vendor, wanted in sorted(lines.items()):
            due = received(vendor)
            self.arriving += [(due, warehouse, *line) for line in wanted]
            self.events.append(Purchase(day, due, vendor, warehouse, wanted))

    def _receive(self, day):
        for arrival in [a for a in self.arriving if a[0] <= day]:
            self.arriving.remove(arrival)
            _day, warehouse, code, quantity = arrival
            self.stock[warehouse, code] += quantity

    def _sell(self, day):
        weights = [customer.weight for customer in self.customers]
        customer = self.random.choices(self.customers, weights)[0]
        house = customer.warehouse
        choice = [i for i in self.items.values() if self._sells(i, house)]
        lines = []
        count = min(self.random.randint(2, 4), len(choice))
        for item in self.random.sample(choice, count):
            box = item.box or 1
            low, high = limits_of(item, house)
            most = max(2, high // box // 2)
            boxes = self.random.randint(1, most)
            # half of the minimum always stays on the shelf
            if self.stock[house, item.code] - boxes * box >= low // 2:
                self.stock[house, item.code] -= boxes * box
                lines.append((item.code, boxes))
        if lines:
            shipped = min(day + self.random.choice((0, 1, 1, 2)), DAYS - 2)
            sale = Sale(day, shipped, customer.code, house, lines)
            self.events.append(sale)

    def run(self):
        for warehouse in ("ZC", "NC"):
            self._buy(0, lambda vendor: 2, warehouse, lambda low, high: high)
        for day in range(1, DAYS):
            self._receive(day)
            if not is_workday(day, self.weekday):
                continue
            if day % REVIEW_EVERY < 6 and day <= LAST_ORDER:
                self._review(day)
            if 3 <= day <= LAST_SALE:
                for _order in range(self.random.choice(SALES_PER_DAY)):
                    self._sell(day)
        self._mark_returns()
        return self.events

    def _review(self, day):
        first = day - day % REVIEW_EVERY
        done = any(
            isinstance(event, Purchase) and event.day >= first and event.day > 0
            for event in self.events
        )
        if not done:
            late = self.random.choice((0, 0, 0, 1, 2))
            self._buy(
                day,
                lambda vendor: day + self.leads[vendor] + late,
                "ZC" if (day // REVIEW_EVERY) % 2 else "NC",
                lambda low, high: low * 1.6,
            )

    def _mark_returns(self):
        sales = [event for event in self.events if isinstance(event, Sale)]
        for sale in sales[12::31]:
            sale.returned = True

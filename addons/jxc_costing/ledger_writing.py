"""Writes the rows of the stock ledger, of many products at once (ADR 0043).

What is written already and says the same is left alone, and of what has other figures
only those are written: a row that is deleted and made again costs four times as much.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from .logic.pool import FIFO, SPECIFIC
from .writing_sql import query

#: What a row says, beside what it is about.
FIGURES = ("quantity", "amount", "variance")
FIGURES += ("running_quantity", "running_amount", "unit")


def write_rows(env, asked, tz, rows):
    """Make the rows of products since a moment of each these.

    :param rows: [(product id, row)], in the order of what happened
    """
    written = [
        _Written(*row) for row in env.execute_query(query("written", tz=tz, **asked))
    ]
    work = _Work(written, rows)
    links = work.layered and _links(env, asked)
    execute, company = env.cr.execute, asked["company"]
    if work.gone:
        execute(query("delete", rows=_array([row.id for row in work.gone])))
    if work.other:
        ids = [row.id for row, _now in work.other]
        now = [now for _row, now in work.other]
        execute(query("update", tz=tz, id=_array(ids), **_columns(now)))
    if work.new:
        values = {**_subjects(work.new), **_columns([row for _of, row in work.new])}
        execute(query("insert", company=company, tz=tz, **values))
    if backs := work.backs():
        keys, origins = map(_array, zip(*backs, strict=True))
        execute(query("origin", company=company, key=keys, origin=origins))
    if work.layered:
        _write_links(env, company, work, links)
    env["jxc.cost.row"].invalidate_model()
    env["jxc.cost.link"].invalidate_model()


def together(figures):
    """(quantity, amount, unit) of several pools; the unit is the last one known."""
    quantity = amount = unit = 0
    for some, worth, known in figures:
        quantity += some
        amount += worth
        unit = known or unit
    # Sums of cents and of millionths, without what floats add to them.
    return round(quantity, 6), round(amount, 4), unit


class _Written(NamedTuple):
    """A row of the ledger as it stands."""

    id: int
    product: int
    key: str
    pool: str
    at: object
    #: The key of the row that it gives back.
    origin: str | None
    #: Whether its date is the one of the company's day now.
    dated: bool
    kind: str
    method: str
    provisional: bool
    quantity: str
    amount: str
    variance: str
    running_quantity: str
    running_amount: str
    unit: str

    def says(self, row):
        """Whether it says what this row says."""
        return (
            self.dated
            and self.kind == row.kind
            and self.method == row.method
            and self.provisional == row.provisional
            and Decimal(self.amount) == row.amount
            and Decimal(self.running_amount) == row.running_amount
            and Decimal(self.running_quantity) == row.running_quantity
            and Decimal(self.quantity) == row.quantity
            and Decimal(self.variance) == row.variance
            and Decimal(self.unit) == row.unit
        )

    def is_about(self, row):
        """Whether it can become this row; what gives back nothing may give back."""
        return (
            self.key == row.key
            and self.pool == row.pool
            and self.origin in (None, row.origin)
        )


class _Work:
    """What of the ledger has to go, to say something else, and to be made."""

    def __init__(self, written, rows):
        self.gone, self.other, self.new, self.kept = [], [], [], []
        self._sort(written, rows)
        #: What was taken of receipts is written with their rows.
        self.layered = any(row.method in (FIFO, SPECIFIC) for row in written) or any(
            row.links for _of, row in rows
        )

    def _sort(self, written, rows):
        # Ids rise in the order of what happened. They tell it only within a moment: of
        # one in which others happen, or in another order, all rows are made again.
        before, after = defaultdict(list), defaultdict(list)
        for row in written:
            before[row.product, row.at].append(row)
        for product, row in rows:
            after[product, row.at].append(row)
        for moment, now in after.items():
            was = before.pop(moment, [])
            if len(was) == len(now) and all(map(_Written.is_about, was, now)):
                for pair in zip(was, now, strict=True):
                    self.kept.append(pair)
                    if not pair[0].says(pair[1]):
                        self.other.append(pair)
            else:
                self.gone += was
                self.new += [(moment[0], row) for row in now]
        for was in before.values():
            self.gone += was

    def backs(self):
        """[(key, key of what it gives back)] of rows that do not say it yet."""
        lost = {row.key for row in self.gone}
        backs = [(row.key, row.origin) for _of, row in self.new if row.origin]
        return backs + [
            (row.key, row.origin)
            for was, row in self.kept
            if row.origin and (was.origin is None or row.origin in lost)
        ]


def _links(env, asked):
    """{id of an issue: [(receipt, quantity, amount)]} as it is written."""
    found = defaultdict(list)
    for issue, receipt, *taken in env.execute_query(query("links", **asked)):
        found[issue].append((receipt, *map(Decimal, taken)))
    return found


def _write_links(env, company, work, written):
    lost = {(row.pool, row.key) for row in work.gone}
    issues, stale = [row for _of, row in work.new], []
    for was, row in work.kept:
        now = [tuple(link) for link in row.links if link.receipt]
        if sorted(now) != sorted(written[was.id]):
            stale.append(was.id)
            issues.append(row)
        elif any((row.pool, receipt) in lost for receipt, *_taken in now):
            issues.append(row)
            stale.append(was.id)
    if stale:
        env.cr.execute(query("unlink", issues=_array(stale)))
    links = [
        (row.pool, row.key, *link)
        for row in issues
        for link in row.links
        if link.receipt
    ]
    if links:
        names = ("scope", "issue", "receipt", "quantity", "amount")
        columns = map(_array, zip(*links, strict=True))
        values = dict(zip(names, columns, strict=True))
        env.cr.execute(query("link", company=company, **values))


def _columns(rows):
    """What rows say, column by column."""
    names = ("kind", "method", "provisional", *FIGURES)
    return {name: _array([getattr(row, name) for row in rows]) for name in names}


def _subjects(rows):
    """What rows of products are about, column by column."""
    columns = {
        "key": [row.key for _of, row in rows],
        "scope": [row.pool for _of, row in rows],
        "at": [row.at for _of, row in rows],
        "product": [product for product, _row in rows],
    }
    for what in ("move", "value", "change", "adjustment"):
        columns[what] = [
            int(row.key.split(":")[1]) if row.key.startswith(f"{what}:") else None
            for _of, row in rows
        ]
    return {name: _array(values) for name, values in columns.items()}


def _array(values):
    """An array as one literal: PostgreSQL reads thousands of single ones slowly."""
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value):
    if value is None:
        return "NULL"
    text = str(value)
    if isinstance(value, (int, Decimal)):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""What was counted, from the records of counting, in whatever order they came."""

from decimal import Decimal
from typing import NamedTuple


class Count(NamedTuple):
    """One record, as the device wrote it."""

    client_id: str
    kind: str  # add, set, undo
    quantity: Decimal
    at: object  # the moment, comparable
    user: int
    undo_of: str = ""


class Result(NamedTuple):
    quantity: Decimal
    at: object  # the moment from which the quantity holds
    users: tuple


def counted(counts):
    """The result of the counts, or None if nothing of them counts.

    The last "set" stands for everything before it, what was added after it is added.
    """
    once = {count.client_id: count for count in counts}.values()
    undone = {count.undo_of for count in once if count.kind == "undo"}
    valid = sorted(
        (
            count
            for count in once
            if count.kind != "undo" and count.client_id not in undone
        ),
        key=lambda count: (count.at, count.client_id),
    )
    sets = [index for index, count in enumerate(valid) if count.kind == "set"]
    valid = valid[sets[-1] :] if sets else valid
    if not valid:
        return None
    return Result(
        sum((count.quantity for count in valid), Decimal(0)),
        valid[0].at,
        tuple(sorted({count.user for count in valid})),
    )


def over_tolerance(difference, book, value, percent, amount):
    """Whether somebody else has to count again. A limit of nothing is not looked at."""
    difference, book, value = abs(difference), abs(book), abs(value)
    if percent and difference * 100 > percent * book:
        return True
    return bool(amount) and value > amount

"""What a document says in its key fields: one fingerprint, and what changed."""

import json
from decimal import Decimal, InvalidOperation
from hashlib import sha256


def canonical(value):
    """The same content always reads the same: 3, 3.0 and Decimal("3.00") are one."""
    if isinstance(value, dict):
        return {str(key): canonical(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return format(number.normalize() if number else Decimal(0), "f")
    return str(value)


def digest(value):
    text = json.dumps(
        canonical(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return sha256(text.encode()).hexdigest()


def changes(before, after):
    """What differs, as ``(path, old, new)``; rows of a list are told by their id.

    A row that came or went has ``None`` on the side where it is not.
    """
    return list(_changes((), canonical(before), canonical(after)))


def is_lowered(before, after, names, percent):
    """Whether all that differs are lower figures, none by more than ``percent``.

    :param names: the key fields that may be lowered, of the document or its rows.
    """
    found = changes(before, after)
    share = 1 - Decimal(str(percent)) / 100
    return bool(found) and all(
        path[-1] in names and _is_lower(old, new, share) for path, old, new in found
    )


def _is_lower(old, new, share):
    try:
        old, new = Decimal(old), Decimal(new)
    except (InvalidOperation, TypeError, ValueError):
        return False
    return 0 <= new < old and new >= old * share


def _changes(path, before, after):
    if before == after:
        return
    if _is_rows(before) and _is_rows(after):
        before = {row["id"]: row for row in before}
        after = {row["id"]: row for row in after}
    if not (isinstance(before, dict) and isinstance(after, dict)):
        yield path, before, after
        return
    for key in [*before, *(key for key in after if key not in before)]:
        yield from _changes((*path, key), before.get(key), after.get(key))


def _is_rows(value):
    return isinstance(value, list) and all(
        isinstance(row, dict) and "id" in row for row in value
    )

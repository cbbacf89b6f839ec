"""Reads the worked examples in ``costing_examples``; how is in its README."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from jxc_costing.logic.movement import IN, METHOD, OUT, RETURN_IN, Movement

FOLDER = Path(__file__).parent / "costing_examples"


class Example(NamedTuple):
    """Movements, and what a row or a pool must be: {what: figures}."""

    title: str
    source: str
    method: str
    unit: Decimal
    movements: list
    expected: dict
    ends: dict


def examples():
    """All examples, file by file."""
    for path in sorted(FOLDER.glob("*.txt")):
        for text in path.read_text(encoding="utf-8").split("== ")[1:]:
            yield _example(path.stem, text.strip().splitlines())


def _example(stem, lines):
    head = {}
    movements, expected, ends = [], {}, {}
    for line in lines[1:]:
        name, colon, value = line.partition(": ")
        if colon and name in ("source", "method", "unit"):
            head[name] = value
            continue
        words, _arrow, figures = line.partition("=>")
        words = words.split()
        if words[0] == "end":
            pool = words[3][1:] if words[3:] else "A"
            ends[pool] = tuple(map(Decimal, words[1:3]))
            continue
        movement = _movement(words)
        movements.append(movement)
        if figures:
            expected[movement.key] = _figures(figures.split())
    return Example(
        f"{stem}: {lines[0]}",
        head["source"],
        head["method"],
        Decimal(head.get("unit", 0)),
        movements,
        expected,
        ends,
    )


def _movement(words):
    key, day, kind, quantity, *rest = words
    at = datetime.strptime(f"2026-{day} 12:00", "%Y-%m-%d %H:%M")
    values = {"pool": "A"}
    while rest:
        word = rest.pop(0)
        if word == "of":
            values["origin"] = rest.pop(0)
        elif word == "to":
            values["method"] = rest.pop(0)
        elif word.startswith("@"):
            values["pool"], _to, target = word[1:].partition(">")
            values["target"] = target or None
        else:
            values["cost"] = Decimal(word)
    if kind == METHOD:
        values["pool"] = None
    assert kind not in (OUT, RETURN_IN) or "cost" not in values
    assert kind != IN or Decimal(quantity)
    return Movement(key, at, kind, quantity=Decimal(quantity), **values)


def _figures(words):
    variance = Decimal(0)
    if "variance" in words:
        variance = Decimal(words[words.index("variance") + 1])
        words = words[: words.index("variance")]
    return [Decimal(word) for word in words], variance

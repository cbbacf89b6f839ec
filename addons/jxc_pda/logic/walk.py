"""In which order to visit bins: up one aisle and down the next."""

import re

_PART = re.compile(r"\d+|[^\W\d_]+")


def parts_of(name: str) -> list[tuple[int, int, str]]:
    """A name as people sort it: numbers by value, words by letter."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.lower())
        for part in _PART.findall(name)
    ]


def place(path: str) -> tuple[list, list, list]:
    """Aisle, bay and level of a bin like ``WH/Stock/A-01-02``.

    The last part of a bin's own name is its level, the one before its bay; a bin of
    two parts has no levels, one of a single part stands in its shelf's aisle.
    """
    parent, _slash, name = path.rpartition("/")
    own, above = parts_of(name), parts_of(parent)
    if len(own) >= 3:
        return [*above, *own[:-2]], own[-2:-1], own[-1:]
    if len(own) == 2:
        return [*above, *own[:1]], own[1:], []
    return above, own, []


def order(paths: dict[int, str]) -> list[int]:
    """The ids of ``paths`` (id to path) in walking order, serpentine."""
    places = {key: place(path) for key, path in paths.items()}
    aisles = sorted({tuple(aisle) for aisle, _bay, _level in places.values()})
    walk = []
    for number, aisle in enumerate(aisles):
        here = [key for key, spot in places.items() if tuple(spot[0]) == aisle]
        here.sort(key=lambda key: (places[key][2], paths[key]))
        here.sort(key=lambda key: places[key][1], reverse=bool(number % 2))
        walk += here
    return walk

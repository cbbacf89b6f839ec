"""Texts with the fields of a record: ``Order {{object.name}}``.

A placeholder is a path of fields and nothing else. There is nothing to evaluate, so
that nobody has the server run what he writes into a message.
"""

import re

_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_PATH = re.compile(r"\s*object((?:\.[A-Za-z]\w*)+)\s*(?:\|\|\|\s*(.*?)\s*)?", re.DOTALL)


class Malformed(ValueError):
    """A placeholder that is no path of fields."""


def _read(inside):
    found = _PATH.fullmatch(inside)
    if not found:
        raise Malformed(f"{{{{{inside}}}}}")
    return tuple(found[1].strip(".").split(".")), found[2] or ""


def paths(text):
    """The paths that a text names, each a tuple of field names.

    :raise Malformed: one is something else.
    """
    return [_read(inside)[0] for inside in _PLACE.findall(text or "")]


def fill(text, value_of):
    """The text with the values.

    :param value_of: a function from a path to a text; where it is empty, what stands
        behind ``|||`` is taken.
    """

    def replace(match):
        path, otherwise = _read(match[1])
        return value_of(path) or otherwise

    return _PLACE.sub(replace, text or "")

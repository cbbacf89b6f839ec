"""Searching numbers that are computed and not stored."""

from operator import ge, gt, le, lt

HOLDS = {
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
    "in": lambda figure, values: figure in values,
    "not in": lambda figure, values: figure not in values,
}


def search_figure(candidates, name, operator, value):
    """The domain of the records whose figure ``name`` meets a condition.

    :param candidates: all records whose figure may differ from 0.
    """
    holds = HOLDS.get(operator)
    if holds is None:
        return NotImplemented
    met = candidates.filtered(lambda record: holds(record[name], value))
    if holds(0, value):
        return [("id", "not in", (candidates - met).ids)]
    return [("id", "in", met.ids)]

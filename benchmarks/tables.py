"""Tables of the report, and how figures grow."""

import math
from statistics import mean


def table(head, lines):
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *lines))


def seconds(figures):
    return f"{figures['seconds']:.3f} s" if figures else ""


def slope(points):
    """The growth exponent: the slope of a line through the logarithms, as text."""
    if len(points) < 2:
        return ""
    xs, ys = zip(*((math.log(x), math.log(y)) for x, y in points), strict=True)
    mx, my = mean(xs), mean(ys)
    up = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True))
    return f"{up / sum((x - mx) ** 2 for x in xs):.2f}"

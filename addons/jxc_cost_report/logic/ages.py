"""Steps of days: each begins at a day and ends where the next one begins."""


def span(starts, start):
    """First and last day of a step; the first one begins at 0, the last has no end.

    >>> [span([31, 0, 61], start) for start in (0, 31, 61)]
    [(0, 30), (31, 60), (61, None)]
    """
    later = [other for other in starts if other > start]
    first = start if any(other < start for other in starts) else 0
    return first, min(later) - 1 if later else None


def turnover(cost, average, days):
    """How often the stock was issued, and how many days it lasted.

    >>> turnover(300, 100, 30)
    (3.0, 10.0)
    >>> turnover(0, 100, 30), turnover(5, 0, 30)
    ((0.0, None), (None, 0.0))
    >>> turnover(-50, 100, 30)
    (-0.5, None)
    """
    return (
        cost / average if average else None,
        days * average / cost if cost > 0 else None,
    )

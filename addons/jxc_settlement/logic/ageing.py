"""Steps of a ladder of days: each begins at a day and ends where the next begins."""


def bounds(starts):
    """First and last day of each step; None: without limit.

    The first step takes in whatever comes before it too: what is due later.

    >>> bounds([0, 1, 31])
    [(None, 0), (1, 30), (31, None)]
    """
    starts = sorted(starts)
    firsts = [None, *starts[1:]]
    lasts = [*(start - 1 for start in starts[1:]), None]
    return list(zip(firsts, lasts, strict=True)) if starts else []


def step(days, starts):
    """Which step, counted from 0, a number of days stands on.

    >>> [step(days, [0, 1, 31]) for days in (-9, 0, 1, 30, 31, 999)]
    [0, 0, 1, 1, 2, 2]
    """
    return max(sum(start <= days for start in starts), 1) - 1

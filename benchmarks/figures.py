"""What is made of the samples of several turns."""

import sys
from statistics import median


def say(text):
    print(text, file=sys.stderr, flush=True)


def middle(samples):
    return {
        key: median(figures[key] for _turn, figures in samples)
        for key in ("seconds", "queries", "wall")
    }


def ratio(ours, theirs, key="seconds"):
    """The median of the ratios within a turn: both had the same machine."""
    at = {}
    for turn, figures in theirs:
        at.setdefault(turn, []).append(figures[key])
    return median(figures[key] / median(at[turn]) for turn, figures in ours)

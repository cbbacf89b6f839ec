"""From what was found on the samples to a proposal."""

from dataclasses import dataclass

CRITICAL, MAJOR, MINOR = CLASSES = ("critical", "major", "minor")

OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"
#: The first sample decides nothing: draw the second.
SECOND = "second"


@dataclass(frozen=True)
class Limit:
    """For one class of nonconformity: how many to look at, and Ac.

    With a second sample, ``ac`` and ``re`` are of the first one, until the second is
    ``drawn``; from then on ``second_ac`` counts, for both together.
    """

    size: int
    ac: int
    re: int | None = None
    second_ac: int = 0
    drawn: bool = False

    def verdict(self, found):
        """
        >>> double = Limit(50, 1, 4, second_ac=4)
        >>> [double.verdict(found) for found in (1, 3, 4)]
        ['accepted', 'second', 'rejected']
        >>> drawn = Limit(50, 1, 4, second_ac=4, drawn=True)
        >>> [drawn.verdict(found) for found in (4, 5)]
        ['accepted', 'rejected']
        """
        if self.drawn:
            return ACCEPTED if found <= self.second_ac else REJECTED
        if found <= self.ac:
            return ACCEPTED
        re = self.ac + 1 if self.re is None else self.re
        return REJECTED if found >= re else SECOND


def conforms(value, low, high):
    """Whether a measure is within its limits; None is no limit.

    >>> conforms(5, 5, 6), conforms(7, 5, None), conforms(7, None, 6)
    (True, True, False)
    """
    return (low is None or value >= low) and (high is None or value <= high)


def nonconforming(samples, tallies):
    """Nonconforming pieces by class; a piece counts once, under its worst class.

    :param samples: (number of the piece, class) of each nonconformity found.
    :param tallies: (class, pieces) that were counted without a number.

    >>> nonconforming([(1, "minor"), (1, "major"), (2, "minor")], [("minor", 3)])
    {'critical': 0, 'major': 1, 'minor': 4}
    """
    worst = {}
    for number, severity in samples:
        known = worst.get(number, severity)
        worst[number] = min(known, severity, key=CLASSES.index)
    found = {severity: list(worst.values()).count(severity) for severity in CLASSES}
    for severity, pieces in tallies:
        found[severity] += pieces
    return found


def judge(limits, found, complete):
    """What the facts say of a lot; a lot beyond a limit needs no further look.

    >>> limits = {"major": Limit(80, 2), "minor": Limit(80, 5)}
    >>> judge(limits, {"major": 3, "minor": 0}, False)
    'rejected'
    >>> judge(limits, {"major": 2, "minor": 5}, True)
    'accepted'
    >>> judge(limits, {"major": 0, "minor": 0}, False)
    'open'
    """
    verdicts = {limit.verdict(found[key]) for key, limit in limits.items()}
    if REJECTED in verdicts:
        return REJECTED
    if not complete:
        return OPEN
    return SECOND if SECOND in verdicts else ACCEPTED


def share(received, bad):
    """What is left of each part when so many pieces are taken out, first part first.

    >>> share([5, 5], 7)
    [0, 3]
    """
    left = []
    for quantity in received:
        taken = min(quantity, bad)
        bad -= taken
        left.append(quantity - taken)
    return left

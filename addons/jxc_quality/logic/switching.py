"""From normal to tightened to reduced, and out (GB/T 2828.1, 9.3); skip lots.

The history of one vendor's product is folded into a standing, lot by lot. Only the
first inspection of a lot counts, not what was inspected again after rework.
"""

from dataclasses import dataclass, replace

NORMAL, TIGHTENED, REDUCED, STOPPED = "normal", "tightened", "reduced", "stopped"
WINDOW = 5
TO_TIGHTENED = 2
TO_NORMAL = 5
TO_STOP = 5
TO_REDUCED = 30


@dataclass(frozen=True)
class Lot:
    """What was found of one lot.

    ``ac`` and ``tighter`` are of the class that judged closest: its acceptance number,
    and whether the lot would have passed with the AQL one step stricter. ``first``: of
    double sampling, whether the first sample decided; None of single sampling.
    """

    accepted: bool
    ac: int = 0
    tighter: bool = True
    first: bool | None = None


@dataclass(frozen=True)
class Standing:
    """``recent``: the last lots since the severity began, 1 accepted, 0 rejected."""

    severity: str = NORMAL
    recent: str = ""
    score: int = 0
    rejected: int = 0
    run: int = 0
    skipped: int = 0


def score_of(score, lot):
    """The switching score after one more lot (9.3.3.2).

    >>> score_of(5, Lot(True, ac=1)), score_of(5, Lot(True, ac=2))
    (7, 8)
    >>> score_of(5, Lot(True, ac=2, tighter=False)), score_of(5, Lot(False))
    (0, 0)
    >>> score_of(5, Lot(True, first=True)), score_of(5, Lot(True, first=False))
    (8, 0)
    """
    if not lot.accepted:
        return 0
    if lot.first is not None:
        return score + 3 if lot.first else 0
    if lot.ac >= 2:
        return score + 3 if lot.tighter else 0
    return score + 2


def _begin(standing, severity):
    return replace(standing, severity=severity, recent="", score=0, rejected=0)


def advance(standing, lot):
    """The standing after one more lot was judged.

    >>> two = advance(advance(Standing(), Lot(False)), Lot(False))
    >>> two.severity
    'tightened'
    """
    run = standing.run + 1 if lot.accepted else 0
    recent = (standing.recent + ("1" if lot.accepted else "0"))[-WINDOW:]
    now = replace(standing, recent=recent, run=run)
    if not lot.accepted:
        now = replace(now, skipped=0)
    if now.severity == NORMAL:
        now = replace(now, score=score_of(now.score, lot))
        if recent.count("0") >= TO_TIGHTENED:
            return _begin(now, TIGHTENED)
        return _begin(now, REDUCED) if now.score >= TO_REDUCED else now
    if now.severity == TIGHTENED:
        now = replace(now, rejected=now.rejected + (not lot.accepted))
        if now.rejected >= TO_STOP:
            return _begin(now, STOPPED)
        return _begin(now, NORMAL) if recent == "1" * TO_NORMAL else now
    if now.severity == REDUCED and not lot.accepted:
        return _begin(now, NORMAL)
    return now


def resume(standing):
    """After the vendor has mended his ways, inspection goes on tightened (9.4)."""
    return replace(_begin(standing, TIGHTENED), run=0, skipped=0)


def may_skip(standing, after, every):
    """Whether the next lot need not be looked at.

    :param after: how many lots in a row have to be accepted first; 0 for never.
    :param every: one of so many lots is looked at all the same.

    >>> may_skip(Standing(run=5), 5, 3), may_skip(Standing(run=5, skipped=2), 5, 3)
    (True, False)
    >>> may_skip(Standing(run=4), 5, 3), may_skip(Standing(run=9), 0, 3)
    (False, False)
    """
    return bool(
        after > 0
        and every > 1
        and standing.severity in (NORMAL, REDUCED)
        and standing.run >= after
        and standing.skipped < every - 1
    )


def skip(standing):
    return replace(standing, skipped=standing.skipped + 1)


def looked_at(standing):
    """The one of so many that is looked at: the count of skipped lots begins anew."""
    return replace(standing, skipped=0)

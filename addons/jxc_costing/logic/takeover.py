"""Why the host's amount of a movement was another than the ledger's.

>>> reason(Facts(difference=60, short=True))
'short'
>>> reason(Facts(difference=-0.01))
'rounding'
"""

from typing import NamedTuple

#: Differences up to here are cents that were rounded away, by whichever method.
CENTS = 0.05

SHORT = "short"
RETURNED = "returned"
BACKDATED = "backdated"
SAME_MOMENT = "moment"
ROUNDING = "rounding"
DOCUMENT = "document"
LATER = "later"


class Facts(NamedTuple):
    """What is known of a movement whose two amounts differ."""

    #: The ledger's amount less the host's.
    difference: float
    #: Goods that came.
    receipt: bool = False
    #: Issued before it was there.
    short: bool = False
    #: Comes or goes back: the host does not look for what it was worth.
    returned: bool = False
    #: Something that happened before it was entered after it.
    backdated: bool = False
    #: Goods came in the same second in which these went.
    same_moment: bool = False


def reason(facts):
    """The first of the reasons that explains it; the last one is all that is left:
    what the goods cost was known later, by a bill, by freight, by a correction."""
    if facts.short:
        return SHORT
    if facts.returned:
        return RETURNED
    if abs(facts.difference) <= CENTS:
        return ROUNDING
    if facts.receipt:
        return DOCUMENT
    if facts.backdated:
        return BACKDATED
    return SAME_MOMENT if facts.same_moment else LATER

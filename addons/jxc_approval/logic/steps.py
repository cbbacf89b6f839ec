"""Who may decide in a step now, and whether it is through.

What happened in a step is a list of events, added and never changed. Who is asked and
what is missing follows from them and is stored nowhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """:param user: who did it; ``holder``: on whose behalf, himself as a rule."""

    kind: str
    user: int
    holder: int
    to: int | None = None


@dataclass(frozen=True)
class Step:
    """Ids of users, each list in its order.

    :param mode: ``any`` of those named is enough, ``all`` of them, or all in ``turn``.
    :param fallback: any of them decides where nobody of those named is left.
    :param late: any of them decides as well, after the deadline.
    """

    mode: str
    named: tuple
    fallback: tuple = ()
    late: tuple = ()


@dataclass(frozen=True)
class Outcome:
    """:param waiting: whose approval is missing, in order; ``seated``: all who have or
    had a say by the rule, not as a stand-in."""

    through: bool
    waiting: tuple
    seated: frozenset


def outcome(step, events, eligible):
    """:param eligible: the users who may approve this document at all: active, of its
    company, and not who asks, unless the rule lets him.
    """
    seats = _Seats(events, eligible)
    named, mode = seats.of(step.named), step.mode
    if not named:
        named, mode = seats.of(step.fallback), "any"
    added = seats.of([event.to for event in events if event.kind == "added"])
    timed_out = any(event.kind == "timed_out" for event in events)
    late = seats.of(step.late) if timed_out else []

    missing = [holder for holder, done in named if not done]
    given = len(missing) < len(named)
    settled = (given if mode == "any" else given and not missing) or any(
        done for _holder, done in late
    )
    waiting = [holder for holder, done in added if not done]
    through = settled and not waiting
    if not settled:
        asked = missing[:1] if mode == "turn" else missing
        asked += [holder for holder, done in late if not done]
        waiting = asked + waiting
    seated = {holder for holder, _done in [*named, *added, *late]} | seats.moved.keys()
    return Outcome(through, tuple(dict.fromkeys(waiting)), frozenset(seated))


def deciders(found, stand_ins, eligible):
    """Who may answer now: ``{user: the holders he answers for}``.

    :param stand_ins: ``{holder: users who stand in for him now}``. Who is asked or was
        asked himself is nobody's stand-in: two seats are two people.
    """
    may = {holder: (holder,) for holder in found.waiting}
    for holder in found.waiting:
        for user in stand_ins.get(holder, ()):
            if user in eligible and user not in found.seated:
                may[user] = (*may.get(user, ()), holder)
    return may


class _Seats:
    """The people a rule names, and who has their seats after delegations."""

    def __init__(self, events, eligible):
        self.eligible = eligible
        approvals = [event for event in events if event.kind == "approved"]
        self.approved = {event.holder for event in approvals}
        self.moved = {
            event.holder: event.to for event in events if event.kind == "delegated"
        }

    def of(self, people):
        """``[(holder, whether he approved)]``; who can no longer approve drops out."""
        found = {}
        for seat in people:
            chain = [seat]
            while chain[-1] in self.moved:
                chain.append(self.moved[chain[-1]])
            done = bool(self.approved.intersection(chain))
            able = [user for user in chain if user in self.eligible]
            if able or done:
                holder = able[-1] if able else seat
                found[holder] = found.get(holder, False) or done
        return list(found.items())

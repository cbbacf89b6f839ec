"""Who may decide, and when a step is through."""


def deciders(named, fallback, requester, allow_self):
    """The users asked in a step.

    Nobody approves his own, unless the rule says so; where nobody is left of those
    named, the fallback decides.
    """
    for group in (named, fallback):
        found = set(group) if allow_self else set(group) - {requester}
        if found:
            return found
    return set()


def is_through(mode, approvers, approved):
    """:param mode: ``any`` of the approvers is enough, or it takes ``all``."""
    if mode == "all":
        return bool(approved) and set(approvers) <= set(approved)
    return bool(approved)

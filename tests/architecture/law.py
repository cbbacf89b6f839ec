"""How a law speaks: a function that lists breaches, and a table of exceptions."""

from exceptions import EXCEPTIONS


def hold(law: str, breaches: list[tuple[str, str]], scope: str = "") -> None:
    """Fail with the breaches that have no stated reason.

    :param breaches: (where, what is wrong) pairs.
    :param scope: name of the add-on looked at, to find exceptions out of use.
    """
    open_ = [
        f"{where}: {what}" for where, what in breaches if (law, where) not in EXCEPTIONS
    ]
    assert not open_, f"{law}:\n  " + "\n  ".join(open_)
    found = {where for where, _what in breaches}
    stale = [
        where
        for (name, where), reason in EXCEPTIONS.items()
        if name == law and where.startswith(scope + "/") and where not in found
    ]
    assert not stale, f"{law}: exceptions that nothing needs: {stale}"

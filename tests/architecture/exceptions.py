"""Where a law does not hold, and why that is right.

``{(law, where): reason}``; ``where`` is as the law prints it. An entry that is no
longer needed fails, so that the table only ever holds what is true.
"""

_AGAIN = "begins an untouched transaction again once it waited in line: see wait_turn"
EXCEPTIONS = {
    ("words", "jxc_base/models/jxc_lock.py:84"): _AGAIN,
    ("words", "jxc_base/models/jxc_lock.py:88"): _AGAIN,
}

"""Where a law does not hold, and why that is right.

``{(law, where): reason}``; ``where`` is as the law prints it. An entry that is no
longer needed fails, so that the table only ever holds what is true.
"""

EXCEPTIONS = {}

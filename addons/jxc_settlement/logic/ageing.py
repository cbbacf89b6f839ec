"""Buckets of days overdue."""

#: (name, first day overdue, last day overdue); None: without limit.
BUCKETS = (
    ("0_not_due", None, 0),
    ("1_30", 1, 30),
    ("31_60", 31, 60),
    ("61_90", 61, 90),
    ("91_over", 91, None),
)


def bucket(days_overdue):
    """The bucket of an item.

    >>> bucket(0), bucket(30), bucket(91)
    ('0_not_due', '1_30', '91_over')
    """
    for name, first, last in BUCKETS:
        if (first is None or days_overdue >= first) and (
            last is None or days_overdue <= last
        ):
            return name
    raise ValueError(days_overdue)

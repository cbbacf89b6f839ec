"""Gross profit 毛利."""


def rate(revenue, cost):
    """Gross profit as a part of the revenue; none without revenue.

    >>> rate(200.0, 150.0)
    0.25
    """
    return (revenue - cost) / revenue if revenue else 0.0


def margin(revenue, gained):
    """The margin in percent; all is lost on what is given away, nothing on nothing.

    >>> margin(200.0, 50.0), margin(0.0, -6.0), margin(0.0, 0.0)
    (25.0, -100.0, 100.0)
    """
    if revenue > 0:
        return round(gained / revenue * 100, 6)
    return -100.0 if gained < 0 else 100.0

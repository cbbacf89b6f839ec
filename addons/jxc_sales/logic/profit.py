"""Gross profit 毛利."""


def rate(revenue, cost):
    """Gross profit as a part of the revenue; none without revenue.

    >>> rate(200.0, 150.0)
    0.25
    """
    return (revenue - cost) / revenue if revenue else 0.0

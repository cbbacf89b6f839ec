"""Several needs at a time: one order to a vendor pays his freight per order once."""

from collections import Counter

from .vendor_choice import choose

#: So often the needs look at each other's choices before each decides for itself.
ROUNDS = 8


def choose_together(asks, day, weights=None, going=None):
    """The choice of each need, with the freight of an order shared among what would go
    to its vendor together, by amount.

    At first every need hopes that all others come along to each of its vendors. Whom
    his share does not pay leaves; the others' shares rise, until nobody leaves.

    :param asks: list of (offers, quantity needed), all for one place.
    :param going: ``{vendor: amount}`` of what goes to him in any case.
    """
    going = going or {}

    def decide(beside):
        return [
            choose(offers, need, day, weights, others)
            for (offers, need), others in zip(asks, beside, strict=True)
        ]

    alone = decide([going] * len(asks))
    if not any(_per_order(offers) for offers, _need in asks):
        return alone
    joined = [
        {option.offer.vendor: option.amount for option in choice.options}
        for choice in alone
    ]
    for _round in range(ROUNDS):
        choices = decide(_beside(joined, going))
        now = [
            {option.offer.vendor: option.amount for option in choice.options[:1]}
            for choice in choices
        ]
        if now == joined:
            return choices
        joined = now
    return alone


def _per_order(offers):
    return any(offer.freight and offer.freight.order for offer in offers)


def _beside(joined, going):
    """For each need, by vendor, the amount that goes there without it."""
    totals = Counter(going)
    for mine in joined:
        totals.update(mine)
    return [
        {vendor: total - mine.get(vendor, 0) for vendor, total in totals.items()}
        for mine in joined
    ]

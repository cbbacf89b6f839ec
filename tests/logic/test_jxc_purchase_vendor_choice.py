"""P3: which vendor is proposed, freight and quality counted."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_purchase.logic import vendor_choice
from jxc_purchase.logic.together import choose_together
from jxc_purchase.logic.vendor_choice import Freight, Offer, Weights, choose

TODAY = date(2026, 3, 10)
USUAL = Weights(late=Decimal(10), rejects=Decimal(50))


def offer(vendor, price, key=None, **values):
    return Offer(key or vendor, vendor, Decimal(price), **values)


@pytest.mark.parametrize(
    "need,freight,best,landed",
    [
        (10, Freight(order=Decimal(80)), 2, "10"),  # 9 + 8 against 10
        (100, Freight(order=Decimal(80)), 1, "9.8"),  # 9 + 0.8
        (10, Freight(unit=Decimal("0.5")), 1, "9.5"),
        (10, Freight(unit=Decimal(2)), 2, "10"),
        (10, Freight(share=Decimal("0.1")), 1, "9.9"),
        (10, Freight(share=Decimal("0.2")), 2, "10"),
    ],
)
def test_freight_is_part_of_what_it_costs(need, freight, best, landed):
    offers = [offer(1, 9, freight=freight), offer(2, 10)]
    choice = choose(offers, Decimal(need), TODAY)
    assert choice.best.offer.vendor == best
    assert choice.best.landed == Decimal(landed)
    assert choice.why == vendor_choice.CHEAPEST


def test_freight_is_of_the_quantity_that_the_vendor_sells():
    """Of a minimum of 50, a need of 10 pays the freight of 50."""
    offers = [offer(1, 1, min_qty=Decimal(50), freight=Freight(unit=Decimal(1)))]
    assert choose(offers, Decimal(10), TODAY).best.freight == 50


@pytest.mark.parametrize(
    "price,quality,best,why",
    [
        ("9.9", "0.9", 2, vendor_choice.BALANCED),  # 9.9 * 1.05 against 10
        ("9.5", "0.9", 1, vendor_choice.CHEAPEST),  # 9.5 * 1.05
        ("10", "0.9", 2, vendor_choice.QUALITY),
        ("9.9", "1", 1, vendor_choice.CHEAPEST),
    ],
)
def test_rejects_cost(price, quality, best, why):
    offers = [
        offer(1, price, quality=Decimal(quality)),
        offer(2, 10, quality=Decimal(1)),
    ]
    choice = choose(offers, Decimal(100), TODAY, USUAL)
    assert (choice.best.offer.vendor, choice.why) == (best, why)
    assert (choice.cheapest is not None) == (why == vendor_choice.BALANCED)


def test_late_receipts_and_days_cost():
    late = [
        offer(1, "9.8", punctual=Decimal("0.5"), lead_days=2),
        offer(2, 10, punctual=Decimal(1), lead_days=9),
    ]
    assert choose(late, Decimal(1), TODAY, USUAL).best.offer.vendor == 2
    waiting = Weights(late=Decimal(10), day=Decimal(1))
    assert choose(late, Decimal(1), TODAY, waiting).best.offer.vendor == 1


def test_a_new_vendor_counts_as_the_others():
    """Neither punished nor favoured: the lower price decides."""
    for price, best in (("9.9", 3), ("10.1", 1)):
        offers = [
            offer(1, 10, quality=Decimal("0.9")),
            offer(2, 11, quality=Decimal("0.9")),
            offer(3, price),
        ]
        choice = choose(offers, Decimal(1), TODAY, USUAL)
        assert choice.best.offer.vendor == best


def test_a_price_that_nobody_knows_wins_over_nothing():
    offers = [offer(1, 0, quality=Decimal(1)), offer(2, 99, quality=Decimal(0))]
    choice = choose(offers, Decimal(1), TODAY, USUAL)
    assert (choice.best.offer.vendor, choice.why) == (2, vendor_choice.ONLY)
    assert [choice.score(o) for o in (choice.best, *choice.others)] == [100, 0]


shares = st.none() | st.decimals(0, 1, places=2)
money = st.decimals("0.01", 1000, places=2)
offers = st.lists(
    st.builds(
        Offer,
        key=st.integers(1, 99),
        vendor=st.integers(1, 4),
        price=money,
        min_qty=st.decimals(0, 50, places=0),
        lead_days=st.integers(0, 30),
        punctual=shares,
        quality=shares,
        freight=st.none()
        | st.builds(
            Freight,
            order=st.decimals(0, 100, places=2),
            unit=st.decimals(0, 10, places=2),
            share=st.decimals(0, 1, places=2),
        ),
    ),
    min_size=1,
    unique_by=lambda offer: offer.key,
)


@given(offers, st.decimals(1, 100, places=0))
def test_without_weights_nothing_costs_less(found, need):
    """By brute force; each vendor once, no minimum undercut."""
    choice = choose(found, need, TODAY)
    least = min(
        o.price * q + (o.freight.of(q, o.price * q) if o.freight else 0)
        for o in found
        for q in [max(need, o.min_qty)]
    )
    assert choice.best.outlay == least
    options = [choice.best, *choice.others]
    assert {o.offer.vendor for o in options} == {o.vendor for o in found}
    assert all(o.qty >= max(need, o.offer.min_qty) for o in options)
    assert choice.score(choice.best) == 100
    assert all(choice.score(o) <= 100 for o in options)


@given(offers, st.decimals(1, 100, places=0), st.randoms())
def test_the_order_of_the_offers_does_not_matter(found, need, shuffle):
    """Punctuality and quality are a vendor's: the same on all of his lines."""
    first = {o.vendor: o for o in reversed(found)}
    same = [
        Offer(
            **{
                **vars(o),
                "punctual": first[o.vendor].punctual,
                "quality": first[o.vendor].quality,
            }
        )
        for o in found
    ]
    mixed = list(same)
    shuffle.shuffle(mixed)
    assert choose(same, need, TODAY, USUAL) == choose(mixed, need, TODAY, USUAL)


def fare(order):
    return Freight(order=Decimal(order))


def vendors(choices):
    return [choice.best.offer.vendor for choice in choices]


def test_a_freight_per_order_is_paid_once():
    """Three needs of 1,000 at 10, or at 9.60 with 60 for the order: alone each would
    stay, together they go, and bear 20 each; one more bears the less."""
    here = [offer(1, 10), offer(2, "9.6", freight=fare(60))]
    need = Decimal(100)
    assert choose(here, need, TODAY).best.offer.vendor == 1
    together = choose_together([(here, need)] * 3, TODAY)
    assert vendors(together) == [2, 2, 2]
    assert [round(choice.best.freight, 6) for choice in together] == [20, 20, 20]
    assert choose_together([(here, need)], TODAY)[0].best.offer.vendor == 1
    going = {2: Decimal(2000)}
    (last,) = choose_together([(here, need)], TODAY, None, going)
    assert (last.best.offer.vendor, round(last.best.freight, 2)) == (
        2,
        Decimal("19.46"),
    )


def test_who_does_not_come_along_pays_nothing():
    """Two needs hope for each other; one has a better vendor of its own, and the other
    does not pay the whole freight alone."""
    first = [offer(1, 10), offer(2, "9.6", freight=fare(60))]
    second = [offer(2, "9.6", freight=fare(60)), offer(3, 5)]
    found = choose_together([(first, Decimal(100)), (second, Decimal(100))], TODAY)
    assert vendors(found) == [1, 3]
    assert [choice.others[0].freight for choice in found] == [60, 60]


@given(st.lists(st.tuples(offers, st.decimals(1, 100, places=0)), min_size=1))
def test_together_never_costs_more(asks):
    """What is paid with each order's freight once, against each need by itself."""
    # A vendor has one freight per order, whatever he sells.
    fares = {
        vendor: fare(sum(o.key for a, _n in asks for o in a if o.vendor == vendor))
        for vendor in range(1, 5)
    }
    asks = [
        ([replace(o, freight=fares[o.vendor]) for o in found], need)
        for found, need in asks
    ]
    together = [choice.best for choice in choose_together(asks, TODAY)]
    paid = sum(option.amount for option in together)
    paid += sum(fares[vendor].order for vendor in {o.offer.vendor for o in together})
    alone = sum(choose(found, need, TODAY).best.outlay for found, need in asks)
    assert paid <= alone + Decimal("0.000001")

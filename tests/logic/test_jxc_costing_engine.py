from datetime import datetime, timedelta
from decimal import Decimal

import costing_model as model
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_costing.logic import movement as kinds
from jxc_costing.logic.costing import POOLS, Engine
from jxc_costing.logic.movement import Movement, in_order
from jxc_costing.logic.resume import is_safe, opening_after

METHODS = sorted(POOLS)
START = datetime(2026, 1, 28)
#: So few moments that many movements share one; over three months.
moments = st.integers(0, 80).map(lambda n: START + timedelta(hours=13 * n))
quantities = st.integers(1, 12).map(Decimal)
amounts = st.integers(0, 5000).map(lambda n: Decimal(n) / 100)
signed = st.integers(-3000, 3000).map(lambda n: Decimal(n) / 100)
pools = st.sampled_from(["W1", "W2"])


@st.composite
def histories(draw, wanted=tuple(kinds.RANK), scopes=pools, most=14):
    """Movements in any order of time; returns and differences of earlier ones."""
    movements = []
    for key in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from([*wanted, kinds.IN, kinds.OUT]))
        values = {"pool": draw(scopes), "quantity": draw(quantities)}
        origins = [m for m in movements if m.kind in (kinds.IN, kinds.OUT)]
        if kind in (kinds.RETURN_IN, kinds.RETURN_OUT, kinds.DIFFERENCE):
            if not origins:
                continue
            origin = draw(st.sampled_from(origins))
            values.update(origin=origin.key, pool=origin.pool)
        if kind == kinds.IN:
            values["cost"] = draw(st.one_of(amounts, st.none()))
        elif kind in (kinds.DIFFERENCE, kinds.CORRECTION, kinds.REPRICE):
            values["quantity"] = Decimal(0)
            values["cost"] = draw(amounts if kind == kinds.REPRICE else signed)
        elif kind == kinds.TRANSFER:
            values["target"] = {"W1": "W2", "W2": "W1"}[values["pool"]]
        elif kind == kinds.METHOD:
            values.update(pool=None, quantity=Decimal(0))
            values["method"] = draw(st.sampled_from(METHODS))
        movements.append(Movement(key, draw(moments), kind, **values))
    return movements


simple = histories((kinds.IN, kinds.OUT, kinds.CORRECTION), st.just("A"), 20)
#: All but a change of method.
steady = histories(tuple(kind for kind in kinds.RANK if kind != kinds.METHOD))


def run(method, movements, **values):
    return Engine(method, unit=Decimal(7), **values).run(movements)


def figures(rows):
    return [row.figures() for row in rows]


@given(st.sampled_from(METHODS), histories())
def test_conservation_at_every_row(method, movements):
    """T5, K1: in − out = stock, quantity and amount; no quantity, no amount."""
    totals = {}
    for row in run(method, movements):
        quantity, amount = totals.get(row.pool, (0, 0))
        quantity, amount = quantity + row.quantity, amount + row.amount
        assert (row.running_quantity, row.running_amount) == (quantity, amount)
        totals[row.pool] = quantity, amount
        assert row.amount == row.amount.quantize(Decimal("0.01"))
    for quantity, amount in totals.values():
        if not quantity:
            assert not amount
        if quantity > 0:
            assert amount >= 0


@given(st.sampled_from(["average", "fifo", "specific", "standard"]), histories())
def test_nothing_there_is_worth_nothing_at_any_time(method, movements):
    """T5: the tail goes with the last piece, in the middle of a history too."""
    movements = [m for m in movements if m.method != "month"]
    for row in run(method, movements):
        if row.running_quantity == 0:
            assert row.running_amount == 0


@given(st.sampled_from(METHODS), histories(), st.randoms())
def test_order_of_entry_does_not_matter(method, movements, random):
    """T5: the same papers give the same figures, whoever types them when."""
    before = figures(run(method, movements))
    # The keys are given in the order of entry; where two movements say the same,
    # which is which is all the same, so keys stay with their movements here.
    random.shuffle(movements)
    assert figures(run(method, movements)) == before


@given(histories(), st.randoms())
def test_prices_and_methods_part_their_moment(movements, random):
    """T5: what was entered before a price, or before another method, comes before it,
    in one moment."""
    places = list(range(1, 1 + len(movements)))
    random.shuffle(places)
    movements = [m._replace(place=n) for m, n in zip(movements, places, strict=True)]
    history = in_order(movements)
    parts = (kinds.REPRICE, kinds.METHOD)
    for n, one in enumerate(history):
        for m in history[:n]:
            if one.kind in parts and m.at == one.at:
                assert m.place < one.place
        for m in history[n + 1 :]:
            if one.kind in parts and m.at == one.at:
                assert m.place > one.place


@given(st.sampled_from(METHODS), histories((kinds.IN, kinds.OUT)), st.randoms())
def test_numbers_of_entry_do_not_matter(method, movements, random):
    """T5: ids follow the order of entry; other ids, the same amounts."""
    keys = list(range(100, 100 + len(movements)))
    random.shuffle(keys)
    other = [m._replace(key=key) for m, key in zip(movements, keys, strict=True)]

    def plain(rows):
        return [(r.at, r.kind, r.pool, r.quantity, r.amount) for r in rows]

    assert plain(run(method, movements)) == plain(run(method, other))


lot_pools = st.sampled_from(["wh:1/lot:1", "wh:1/lot:2", "wh:2/lot:1", "transit/lot:2"])
patterns = st.sampled_from(["*", "*/lot:1", "*/lot:2"])


@st.composite
def histories_of_lots(draw):
    """Lots in warehouses; prices and corrections of all, or of one lot anywhere."""
    movements = draw(
        histories((kinds.RETURN_IN, kinds.RETURN_OUT, kinds.CORRECTION, kinds.REPRICE),
                  lot_pools)
    )  # fmt: skip
    return [
        m._replace(pool=draw(patterns))
        if m.kind in (kinds.CORRECTION, kinds.REPRICE)
        else m
        for m in movements
    ]


@given(st.sampled_from(METHODS), histories_of_lots(), st.randoms())
def test_prices_of_all_pools(method, movements, random):
    """T5: a price or a correction of several pools adds up, entered in any order."""
    rows = run(method, movements)
    for m in movements:
        mine = [row for row in rows if row.key == m.key]
        if m.kind == kinds.CORRECTION:
            assert sum(row.value for row in mine) == m.cost
        if m.kind == kinds.REPRICE and method != "month":
            for row in mine:
                assert row.unit == m.cost
                assert row.pool.endswith(m.pool[1:])
    random.shuffle(movements)
    assert figures(run(method, movements)) == figures(rows)


@given(st.sampled_from(METHODS), histories_of_lots(), st.data())
def test_going_on_with_several_pools(method, movements, data):
    """T5: from a row on as from the beginning, where pools begin later too."""
    movements = in_order(movements)
    whole = run(method, movements)
    cut = data.draw(st.integers(0, len(movements)))
    keys = {m.key for m in movements[:cut]}
    before = [row for row in whole if row.key in keys]
    following = movements[cut].at if cut < len(movements) else None
    # A price that no pool took is in no row: the ledger begins at its beginning then.
    prices = {m.key for m in movements[:cut] if m.kind == kinds.REPRICE}
    lost = prices - {row.key for row in before}
    if is_safe(before, method, following) and not lost:
        again = run(method, movements[cut:], opening=opening_after(before))
        assert figures(again) == figures([r for r in whole if r.key not in keys])


def test_months_of_another_time_zone():
    """T5: the engine asks in which month a moment is; here it is eight hours later."""
    late = datetime(2026, 6, 30, 17)
    movements = [
        Movement(1, datetime(2026, 6, 1), kinds.IN, "A", Decimal(10), Decimal(100)),
        Movement(2, datetime(2026, 6, 10), kinds.OUT, "A", Decimal(5)),
        Movement(3, late, kinds.IN, "A", Decimal(10), Decimal(300)),
    ]

    def month(moment):
        local = moment + timedelta(hours=8)
        return local.year, local.month

    assert run("month", movements)[1].amount == -100
    assert run("month", movements, month=month)[1].amount == -50


def test_goods_that_were_owed_when_a_month_was_closed():
    """T5: rows of a closed month stay; what covers it bears the difference."""
    opening = opening_after(
        run("average", [Movement(1, START, kinds.OUT, "A", Decimal(2))])
    )
    late = Movement(2, START + timedelta(1), kinds.IN, "A", Decimal(3), Decimal(30))
    (row,) = run("average", [late], opening=opening)
    # Two were owed at 7 and cost 10 each.
    assert (row.amount, row.variance) == (24, 6)
    assert (row.running_quantity, row.running_amount) == (1, 10)


@given(st.sampled_from(METHODS), steady, st.data())
def test_going_on_from_a_row_changes_nothing(method, movements, data):
    """T5: recomputed from a row, the ledger is what it was from the beginning."""
    movements = in_order(movements)
    whole = run(method, movements)
    cut = data.draw(st.integers(0, len(movements)))
    keys = {m.key for m in movements[:cut]}
    before = [row for row in whole if row.key in keys]
    after = [row for row in whole if row.key not in keys]
    following = movements[cut].at if cut < len(movements) else None
    if is_safe(before, method, following):
        opening = opening_after(before)
        again = run(method, movements[cut:], opening=opening)
        assert figures(again) == figures(after)


@given(simple)
def test_average_against_the_model(movements):
    """T5: equal to an independent slow model."""
    movements = [m for m in movements if m.kind != kinds.IN or m.cost is not None]
    movements = [m for m in movements if m.cost is None or m.cost >= 0]
    _compare("average", movements, model.average(movements))


@given(simple)
def test_month_against_the_model(movements):
    """T5: equal to an independent slow model."""
    movements = [m for m in movements if m.kind != kinds.IN or m.cost is not None]
    movements = [m for m in movements if m.cost is None or m.cost >= 0]
    expected = model.month(movements)
    if expected is not None:
        _compare("month", movements, expected)


@pytest.mark.parametrize("method", ["fifo", "specific"])
@given(histories((kinds.IN, kinds.OUT), st.just("A"), 20))
def test_layers_against_the_model(method, movements):
    """T5: equal to an independent slow model that counts single pieces."""
    movements = [
        m._replace(cost=(m.cost or Decimal(1)) * m.quantity) if m.kind == "in" else m
        for m in movements
    ]
    expected = model.fifo(movements)
    _compare(method, movements, expected)
    for row in run(method, movements):
        if row.key in expected:
            taken = sum(link.quantity for link in row.links)
            assert (taken, sum(x.amount for x in row.links)) == (
                -row.quantity,
                -row.amount,
            )


def _compare(method, movements, expected):
    found = {row.key: -row.amount for row in run(method, movements)}
    for key, amount in expected.items():
        assert found[key] == amount


@given(st.sampled_from(METHODS), histories())
def test_documents_are_kept(method, movements):
    """T5: what the document says is in the stock or in the variance, to the cent."""
    costs = {
        m.key: m.cost
        for m in movements
        if m.cost is not None and m.kind in ("in", "correction", "difference")
    }
    for row in run(method, movements):
        if row.key in costs:
            assert row.value == costs[row.key]
        elif row.kind == kinds.OUT and method != "month":
            assert row.value <= 0


@given(st.sampled_from(METHODS), histories((kinds.TRANSFER,)))
def test_transfers_take_their_cost_along(method, movements):
    """T5: what one warehouse gives, the other gets."""
    rows = [r for r in run(method, movements) if r.kind == kinds.TRANSFER]
    for given_, got in zip(rows[::2], rows[1::2], strict=True):
        assert given_.key == got.key
        assert given_.quantity == -got.quantity
        assert given_.value == -got.value


def test_goods_handed_on_before_they_came_cheaper():
    """T5: found by chance: two go to W2 at 7, one of them comes later and costs
    nothing. W1 cannot give more than it has; the rest is variance."""
    day = datetime(2026, 1, 31)
    movements = [
        Movement(0, day, kinds.IN, "W1", Decimal(1), Decimal(7)),
        Movement(1, day + timedelta(1), kinds.TRANSFER, "W1", Decimal(2), target="W2"),
        Movement(2, day + timedelta(2), kinds.IN, "W1", Decimal(2), Decimal(0)),
        Movement(3, day + timedelta(40), kinds.OUT, "W1", Decimal(1)),
    ]
    rows = run("month", movements)
    handed = [row for row in rows if row.kind == kinds.TRANSFER]
    assert [(row.amount, row.variance) for row in handed] == [(-7, -7), (14, 0)]
    assert (rows[-1].running_quantity, rows[-1].running_amount) == (0, 0)


def test_months_that_are_closed_are_final():
    """T5: provisional in the month, final at closing."""
    day = Decimal(10)
    movements = [
        Movement(1, datetime(2026, 1, 5), kinds.IN, "A", day, Decimal(100)),
        Movement(2, datetime(2026, 1, 6), kinds.OUT, "A", Decimal(2)),
        Movement(3, datetime(2026, 2, 6), kinds.OUT, "A", Decimal(2)),
    ]
    rows = Engine("month", final_before=datetime(2026, 2, 1)).run(movements)
    assert [row.provisional for row in rows] == [False, False, True]


def test_uncovered_issues_are_provisional():
    """T5: negative stock has a cost that will be another yet."""
    movements = [Movement(1, START, kinds.OUT, "A", Decimal(2))]
    (row,) = run("average", movements)
    assert (row.amount, row.provisional) == (Decimal(-14), True)
    late = Movement(2, START, kinds.IN, "A", Decimal(2), Decimal(9))
    out = run("average", [movements[0], late])[1]
    assert (out.amount, out.provisional) == (Decimal(-9), False)


@pytest.mark.parametrize("method", METHODS)
def test_an_issue_has_no_difference(method):
    """T5: only a receipt costs more than was known; what returns of an issue returns
    at what the issue cost."""
    made = [
        Movement("in", START, kinds.IN, "W1", Decimal(2), Decimal(0)),
        Movement("out", START, kinds.OUT, "W1", Decimal(2)),
        Movement(
            "more", START, kinds.DIFFERENCE, "W1", cost=Decimal("0.01"), origin="out"
        ),
        Movement(
            "back",
            START + timedelta(hours=1),
            kinds.RETURN_IN,
            "W1",
            Decimal(2),
            origin="out",
        ),
    ]
    rows = {row.key: row for row in run(method, made)}
    assert rows["back"].value == -rows["out"].value
    assert rows["back"].running_amount >= 0

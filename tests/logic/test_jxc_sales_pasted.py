"""Lines pasted into an order (S1): whatever is pasted, nothing breaks."""

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_sales.logic import naming, pasted

cell = st.text(st.characters(exclude_characters='\t\r\n"'), max_size=12)
grid = st.lists(st.lists(cell, min_size=1, max_size=6), max_size=8)


@pytest.mark.parametrize("module", [naming, pasted])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted


@given(st.text() | st.text("\t\n\r\"'1,. 数量编码A"))
def test_any_text_is_read(text):
    rows, skipped = pasted.read(text)
    assert skipped >= 0
    for row in rows:
        assert row.quantity is None or row.quantity != 0
        assert row.price is None or isinstance(row.price, Decimal)


@given(grid)
def test_any_table_is_read_and_no_row_gets_lost(table):
    text = "\n".join("\t".join(row) for row in table)
    rows, skipped = pasted.read(text)
    assert len(rows) + skipped <= len(table)
    assert len({row.number for row in rows}) == len(rows)


@given(st.text())
def test_any_text_is_a_number_or_none(text):
    found = pasted.number(text)
    assert found is None or found.is_finite()


@given(st.decimals(-999_999_999, 999_999_999, places=2))
def test_numbers_come_back(number):
    english = f"{number:,}"
    german = english.translate(str.maketrans(",.", ".,"))
    wide = str(number).translate({48 + n: 0xFF10 + n for n in range(10)})
    for text in (str(number), english, german, wide, f"¥ {english} "):
        assert pasted.number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "-", "1,23,4", "1.2.3", "1,2345,678", "１２三", "3箱", "1e5", "²³a", "9" * 13],
)
def test_no_number(text):
    assert pasted.number(text) is None


codes = st.integers(1, 999).map("A{:03}".format)


@given(st.lists(st.tuples(codes, st.integers(1, 99), st.integers(1, 99)), min_size=2))
def test_a_table_is_read_with_and_without_its_header(lines):
    body = "\n".join(
        f"{code}\t{quantity}\t瓶\t{price}" for code, quantity, price in lines
    )
    for head in (
        "",
        "商品编码\t数量\t单位\t单价（元）\n",
        "订货单\t\t\t\n编码\t数量\t单位\t单价\n",
    ):
        rows, skipped = pasted.read(head + body)
        assert skipped == 0
        found = [(*row.goods, row.quantity, row.unit, row.price) for row in rows]
        assert found == [(c, q, "瓶", p) for c, q, p in lines]


def test_columns_in_any_order():
    text = "序号\t数量\t品名\t条码\n1\t3\t大豆油\t6901234567892\n2\t\t盐\t\n"
    (row,), skipped = pasted.read(text)
    assert row.goods == ("6901234567892", "大豆油")
    assert (row.number, row.quantity, skipped) == (2, 3, 1)


def test_columns_without_a_header():
    """A barcode is not a quantity; a price may come without a unit."""
    rows, _skipped = pasted.read(
        "A01\t6901234567892\t3\t9,5\nA02\t6901234567908\t两\t8"
    )
    assert [row.goods for row in rows] == [
        ("A01", "6901234567892"),
        ("A02", "6901234567908"),
    ]
    assert [row.quantity for row in rows] == [3, None]
    assert [row.price for row in rows] == [Decimal("9.5"), 8]


def test_a_message_without_columns():
    rows, skipped = pasted.read("ddy 3箱\n大豆油　５Ｌ　１２\n[A01] 大豆油 2\n盐")
    assert [row.goods for row in rows] == [
        ("ddy",),
        ("大豆油 5L",),
        ("A01", "大豆油"),
        ("盐",),
    ]
    assert [row.quantity for row in rows] == [3, 12, 2, None]
    assert [row.unit for row in rows] == ["箱", "", "", ""]
    assert skipped == 0


def test_cells_between_quotes():
    (row,), _skipped = pasted.read('"A ""1""\nlong"\t5\r\n')
    assert row.goods == ('A "1" long',)


def test_surest_first():
    """A code is surer than a barcode, a name than a part of it, that than initials."""
    goods = [
        naming.Good(1, code="ddy"),
        naming.Good(2, barcode="690", name="大豆油"),
        naming.Good(3, name="大豆油 5L", initials="ddy5l"),
        naming.Good(4, barcode="691", pack=7),
    ]
    register = naming.Register(goods)

    def keys(*texts):
        return [good.key for good in register.find(texts)]

    assert keys("DDY") == [1]
    assert keys("６９０") == [2]
    assert keys("大豆油") == [2]
    assert keys("大豆") == [2, 3]
    assert keys("dy5") == [3]
    assert keys("油") == keys("nothing") == keys() == []
    assert register.find(["691"])[0].pack == 7


@given(st.lists(st.text()), st.text())
def test_any_text_is_looked_for(names, text):
    register = naming.Register(
        [naming.Good(number, name=name) for number, name in enumerate(names)]
    )
    found = {good.key for good in register.find([text])}
    assert {n for n, name in enumerate(names) if name == text and name.strip()} <= {
        *found
    } or not pasted.fold(text)

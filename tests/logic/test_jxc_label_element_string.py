"""What is printed comes back from the scanner's parser (T3, T4, S5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_label.logic.element_string import check_digit, gtin14, lot_message
from jxc_label.logic.element_string import package_message as package
from jxc_pda.logic import gs1

_SIGNS = "".join(map(chr, range(33, 127)))
_SIGNS = _SIGNS.translate(str.maketrans("", "", "#$@[\\]^`{|}~()"))
GTIN = "6901234567892"
_TODAY = date(2026, 11, 26)
_DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_gtin_forms():
    """EAN-8, UPC-A, EAN-13 and GTIN-14, each with its check digit; nothing else."""
    assert gtin14("6901234567892") == "06901234567892"
    assert gtin14("96385074") == "00000096385074"
    assert gtin14("036000291452") == "00036000291452"
    assert gtin14("16901234567899") == "16901234567899"
    for code in ("6901234567893", "JL001", "", None, "690123456789", "６901234567892"):
        assert not gtin14(code)


def test_a_lots_label():
    """(01)(11)(17)(10): the lot last, so that nothing has to be separated."""
    message = lot_message(
        "JL001-1", "6901234567892", date(2026, 11, 1), date(2027, 10, 31), today=_TODAY
    )
    assert message.data == "0106901234567892112611011727103110JL001-1"
    assert message.text == "(01)06901234567892(11)261101(17)271031(10)JL001-1"


@pytest.mark.parametrize("prefix", ["]d2", "\x1d", ""])
@given(
    payload=st.text("0123456789", min_size=12, max_size=12),
    lot=st.text(_SIGNS, min_size=1, max_size=20),
    made=st.none() | _DAYS,
    expires=st.none() | _DAYS,
    serial=st.booleans(),
)
def test_the_scan_gives_it_back(prefix, payload, lot, made, expires, serial):
    """As a scanner with and without symbology identifier and FNC1 sends it."""
    barcode = payload + check_digit(payload)
    message = lot_message(lot, barcode, made, expires, serial, today=_TODAY)
    scan = gs1.read(prefix + message.data)
    assert scan.gs1 and scan.gtin == "0" + barcode
    assert (scan.serial if serial else scan.lot) == lot
    assert (scan.produced, scan.expires) == (made, expires)


@pytest.mark.parametrize(
    ("name", "barcode"),
    [("批20261126", GTIN), ("L" * 21, GTIN), ("L1", "JL001"), ("L(10)", GTIN)],
)
def test_what_gs1_cannot_carry_is_the_plain_number(name, barcode):
    message = lot_message(name, barcode, _TODAY, _TODAY, today=_TODAY)
    assert (message.data, message.gs1) == (name, False)


def test_years_that_two_digits_would_mistake_are_left_out():
    message = lot_message("L1", "6901234567892", expires=date(2099, 1, 1), today=_TODAY)
    assert message.data == "010690123456789210L1"


def test_an_sscc_is_told():
    assert package("106141412345678908").data == "00106141412345678908"
    assert not package("PACK0000001").gs1
    assert not package("106141412345678907").gs1

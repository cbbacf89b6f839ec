"""ECC 200 symbols, read back by a reader that is not ours (T3, S5)."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from jxc_label.logic.datamatrix import code_words, matrix
from PIL import Image

_LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)


def _read(rows):
    size = (len(rows) + 8) * 4
    image = Image.new("L", (size, size), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                image.paste(0, (16 + 4 * x, 16 + 4 * y, 20 + 4 * x, 20 + 4 * y))
    (found,) = zxingcpp.read_barcodes(image)
    return found


def test_code_words_of_the_standard():
    """ISO/IEC 16022, the example of its annex: 123456 is 142 164 186."""
    assert code_words("123456", False) == [142, 164, 186]
    assert code_words("0112345678901231\x1d10AB", True)[0] == 232


@pytest.mark.parametrize("length", [1, 3, 5, 8, 12, 18, 22, 30, 36, 44, 62, 86, 114])
def test_every_size_is_read(length):
    """The length that fills a symbol to the last code word, and one sign more."""
    for count in (length, length + 1):
        text = "Z" * count
        assert _read(matrix(text)).text == text


def test_too_long_and_not_latin_are_refused():
    with pytest.raises(ValueError):
        matrix("Z" * 145)
    with pytest.raises(ValueError):
        matrix("批号")


def test_gs1_is_told_from_plain_text():
    """FNC1 in the first place: the scanner says ]d2, and only then."""
    gs1 = _read(matrix("010690123456789210AB", True))
    assert gs1.symbology_identifier == "]d2"
    assert gs1.text == "(01)06901234567892(10)AB"
    assert _read(matrix("010690123456789210AB")).symbology_identifier == "]d1"


def test_fnc1_separates():
    """A lot that is not the last is ended by FNC1, whatever its length."""
    found = _read(matrix("010690123456789210AB\x1d17271101", True))
    assert found.text == "(01)06901234567892(10)AB(17)271101"


@settings(max_examples=60, deadline=None)
@given(_LATIN.filter(lambda text: len(text) <= 100 and text == text.strip()))
def test_what_is_written_is_read(text):
    assert _read(matrix(text)).text == text

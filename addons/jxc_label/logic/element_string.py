"""What a label says to a scanner."""

import re
from dataclasses import dataclass
from datetime import date

#: GS1's character set 82, for lots and serial numbers of at most 20; without brackets,
#: which enclose the identifiers where the message is handed on.
_LOT = re.compile(r"""[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]{1,20}""")
_GTIN = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
_SSCC = re.compile(r"\d{18}", re.ASCII)


@dataclass(frozen=True)
class Message:
    """``data`` is what is encoded, ``text`` what stands below it."""

    data: str
    text: str
    gs1: bool = False


def check_digit(payload: str) -> str:
    weights = (3 if index % 2 == 0 else 1 for index in range(len(payload)))
    total = sum(
        int(sign) * weight
        for sign, weight in zip(reversed(payload), weights, strict=True)
    )
    return str(-total % 10)


def _checked(number: str) -> bool:
    return check_digit(number[:-1]) == number[-1]


def gtin14(barcode: str | None) -> str:
    """The barcode as GTIN of 14 digits, or '' where it is none."""
    barcode = barcode or ""
    if not _GTIN.fullmatch(barcode) or not _checked(barcode):
        return ""
    return barcode.zfill(14)


def lot_message(
    name: str,
    barcode: str | None,
    made: date | None = None,
    expires: date | None = None,
    serial: bool = False,
    today: date | None = None,
) -> Message:
    """GTIN, dates and lot as element strings; or the lot number as it is.

    The lot comes last: then nothing has to be separated, and scanners that swallow
    FNC1 read it as well.
    """
    gtin = gtin14(barcode)
    if not gtin or not _LOT.fullmatch(name):
        return Message(name, name)
    year = (today or date.today()).year
    elements = [("01", gtin)]
    elements += [
        (ai, day.strftime("%y%m%d"))
        for ai, day in (("11", made), ("17", expires))
        # Two digits of the year are enough for fifty years.
        if day and year - 49 <= day.year <= year + 50
    ]
    elements.append(("21" if serial else "10", name))
    return _message(elements)


def package_message(name: str) -> Message:
    """An SSCC as such; any other name as it is."""
    if _SSCC.fullmatch(name) and _checked(name):
        return _message([("00", name)])
    return Message(name, name)


def _message(elements) -> Message:
    return Message(
        "".join(ai + value for ai, value in elements),
        "".join(f"({ai}){value}" for ai, value in elements),
        True,
    )

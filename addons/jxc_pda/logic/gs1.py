"""What one scan says: GS1 element strings, a GTIN, or a code of the house.

The phone reads the same codes offline (static/src/gs1.js); both are held to one
table of vectors (static/tests/gs1_vectors.js).
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from biip import ParseError
from biip.checksums import gs1_standard_check_digit
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

SEPARATOR = "\x1d"
#: Symbologies that carry element strings; the rest of the prefixes only says "EAN".
_GS1_SYMBOLOGIES = {"]C1", "]d2", "]Q3", "]J1", "]e0", "]e1", "]e2"}
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
#: What scanners type for FNC1; none of it may stand in a value (character set 82).
_FNC1 = re.compile(r"\x1d|<GS>|\{GS\}|Alt029|[#|^\]]")
_BRACKETED = re.compile(r"\((\d{2,4})\)")
#: A bare string is tried as element strings only if it begins like a label does.
_BARE = re.compile(r"0[012]\d{14}")
_GTIN = re.compile(r"\d{8}|\d{12,14}")
_CHECKED = re.compile(r"0[0-3]|41[0-7]|801[78]")
#: Never together: what it is, and what is in it.
_EXCLUDED = (("01", "02"), ("01", "37"))


class ScanError(ValueError):
    """Why a label is refused: ``ai``, ``value``, ``check``, ``repeat``, ``pair``."""

    def __init__(self, kind: str, ai: str = ""):
        super().__init__(f"{kind} {ai}".strip())
        self.kind = kind
        self.ai = ai


@dataclass
class Scan:
    """One scan, taken apart; of a plain code only ``code`` and ``gtin`` are known."""

    code: str
    gs1: bool = False
    #: The scanner or the writer said that it is GS1: then nothing else is tried.
    certain: bool = False
    gtin: str = ""
    #: The GTIN is of what lies in the unit scanned (02), not of the unit itself.
    content: bool = False
    lot: str = ""
    serial: str = ""
    sscc: str = ""
    produced: date | None = None
    best_before: date | None = None
    expires: date | None = None
    count: int | None = None
    weight: Decimal | None = None
    elements: dict[str, str] = field(default_factory=dict)


def has_check_digit(number: str) -> bool:
    """Whether the last digit is the one that GS1 computes from the others."""
    return number.isdecimal() and gs1_standard_check_digit(number[:-1]) == int(
        number[-1]
    )


def gtin_forms(code: str) -> list[str]:
    """The ways in which the same GTIN may stand in a product's barcode."""
    if not _GTIN.fullmatch(code) or not has_check_digit(code):
        return [code]
    full = code.zfill(14)
    forms = [full[-length:] for length in (13, 12, 14, 8)]
    same = [form for form in forms if form.zfill(14) == full]
    return [code, *(form for form in same if form != code)]


def base_gtin(gtin: str) -> str:
    """The GTIN of the single item that a case with indicator 1–8 holds, or ''."""
    if len(gtin) != 14 or gtin[0] not in "12345678":
        return ""
    payload = "0" + gtin[1:-1]
    return f"{payload}{gs1_standard_check_digit(payload)}"


def read(code: str) -> Scan:
    """Take a scan apart; raises ScanError for a label that breaks GS1's rules."""
    code = code.strip(" \t\r\n")
    symbology = _SYMBOLOGY.match(code)
    certain = False
    if symbology:
        certain = symbology[0] in _GS1_SYMBOLOGIES
        code = code[3:]
    if _BRACKETED.match(code):
        return _message(_unbracketed(code), code, True)
    if certain or code.startswith(SEPARATOR):
        return _message(_FNC1.sub(SEPARATOR, code), code, True)
    if _BARE.match(code):
        with suppress(ScanError):
            return _message(_FNC1.sub(SEPARATOR, code), code, False)
    valid = _GTIN.fullmatch(code) and has_check_digit(code)
    return Scan(code, gtin=code.zfill(14) if valid else "")


def _unbracketed(code: str) -> str:
    """ "(01)…(10)…" as a scanner sends it; lots may contain any other sign."""
    parts = _BRACKETED.split(code)[1:]
    return "".join(
        f"{SEPARATOR}{ai}{value.strip()}"
        for ai, value in zip(parts[::2], parts[1::2], strict=True)
    )


def _message(text: str, code: str, certain: bool) -> Scan:
    scan = Scan(code, gs1=True, certain=certain)
    rest = text.strip(SEPARATOR)
    if not rest:
        raise ScanError("ai")
    while rest:
        rest = _take(scan, rest).lstrip(SEPARATOR)
    for pair in _EXCLUDED:
        if all(ai in scan.elements for ai in pair):
            raise ScanError("pair", pair[1])
    return scan


def _take(scan: Scan, rest: str) -> str:
    """Read the first element string of ``rest``; what follows it is returned."""
    try:
        identifier = GS1ApplicationIdentifier.extract(rest)
    except ParseError as error:
        raise ScanError("ai", rest[:4]) from error
    ai, limit = identifier.ai, rest.partition(SEPARATOR)[0]
    try:
        element = GS1ElementString.extract(limit)
    except (ParseError, ValueError) as error:
        raise ScanError("value", ai) from error
    value = element.value
    if not value or (identifier.separator_required and len(element) < len(limit)):
        raise ScanError("value", ai)
    if _CHECKED.fullmatch(ai) and not has_check_digit(value):
        raise ScanError("check", ai)
    if scan.elements.setdefault(ai, value) != value:
        raise ScanError("repeat", ai)
    _note(scan, ai, element)
    return rest[len(element) :]


def _note(scan: Scan, ai: str, element: GS1ElementString) -> None:
    texts = {"00": "sscc", "10": "lot", "21": "serial"}
    dates = {"11": "produced", "15": "best_before", "17": "expires"}
    if ai in ("01", "02"):
        scan.gtin, scan.content = element.value, ai == "02"
    elif ai in texts:
        setattr(scan, texts[ai], element.value)
    elif ai in dates:
        setattr(scan, dates[ai], element.date)
    elif ai in ("30", "37"):
        scan.count = int(element.value)
    elif ai.startswith("310"):
        scan.weight = element.decimal

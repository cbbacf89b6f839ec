"""Scans are read as GS1 says, on the server as on the phone."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from biip.gs1_application_identifiers import _GS1_APPLICATION_IDENTIFIERS
from jxc_pda.logic import gs1

_STATIC = Path(__file__).resolve().parents[2] / "addons/jxc_pda/static"


def _table(name, variable):
    text = (_STATIC / name).read_text(encoding="utf-8")
    found = re.search(rf"export const {variable} = (\[.*?\n\]);", text, re.DOTALL)
    joined = re.sub(r'" \+\s*"', "", found[1])  # a string over several lines
    return json.loads(re.sub(r",(\s*\])", r"\1", joined))


def _identifiers(runs):
    for run in runs.split():
        first, _dash, last = run.partition("-")
        for number in range(int(first), int(last or first) + 1):
            yield f"{number:0{len(first)}}"


def _plain(value):
    return str(value) if isinstance(value, Decimal | date) else value


@pytest.mark.parametrize(
    "vector", _table("tests/gs1_vectors.js", "VECTORS"), ids=lambda v: repr(v["code"])
)
def test_vectors(vector):
    """K6, S5: what GS1 publishes is read as it says, and refused where it says so."""
    if "refuse" in vector:
        with pytest.raises(gs1.ScanError) as refused:
            gs1.read(vector["code"])
        assert refused.value.kind == vector["refuse"]
        return
    scan = gs1.read(vector["code"])
    read = {name: _plain(getattr(scan, name)) for name in vector["read"]}
    assert read == vector["read"]


def test_phone_knows_every_identifier():
    """S5: the phone's table of identifiers is the server's, format for format."""
    phone = {
        ai: (format_, open_)
        for variable, open_ in (("FIXED", False), ("OPEN", True))
        for format_, runs in _table("src/gs1_formats.js", variable)
        for ai in _identifiers(runs)
    }
    server = {
        ai: (entry.format.partition("+")[2], entry.separator_required)
        for ai, entry in _GS1_APPLICATION_IDENTIFIERS.items()
    }
    assert phone == server


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("6901234567892", {"6901234567892", "06901234567892"}),
        ("06901234567892", {"6901234567892", "06901234567892"}),
        ("416000336108", {"416000336108", "0416000336108", "00416000336108"}),
        ("02345680", {"02345680", "000002345680", "0000002345680", "00000002345680"}),
        ("16901234567899", {"16901234567899"}),
        ("6901234567893", {"6901234567893"}),
        ("WH-A-01", {"WH-A-01"}),
    ],
)
def test_forms_of_a_gtin(code, forms):
    """S5: a barcode is found whether it is kept with 8, 12, 13 or 14 digits."""
    assert set(gs1.gtin_forms(code)) == forms


def test_single_item_of_a_case():
    """S5: a case's GTIN tells the item inside, unless its weight varies."""
    assert gs1.base_gtin("16901234567899") == "6901234567892".zfill(14)
    assert gs1.base_gtin("96901234567895") == ""
    assert gs1.base_gtin("6901234567892") == ""

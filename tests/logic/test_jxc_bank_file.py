"""Bank files (S9): recognised, read to the cent, no row twice, nothing guessed."""

import csv
import doctest
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_bank.logic import bank_file, sheet
from jxc_bank.logic.bank_file import find_table, gaps, own_accounts, read_table
from jxc_bank.logic.sheet import Unreadable, read_rows
from openpyxl import Workbook

#: Made up, with the columns as the banks' sites name them.
FILES = Path(__file__).parent / "bank_files"
BANKS = {path.stem: path.read_text("utf-8") for path in sorted(FILES.glob("*.csv"))}


def _read(content, currency="CNY", kept=None):
    rows = read_rows(content)
    table = find_table(rows, kept)
    return rows, table, read_table(rows, table, currency)


def _xlsx(text):
    book = Workbook()
    for line in text.splitlines():
        book.active.append(next(csv.reader([line])))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("form", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"])
def test_the_banks(bank, form):
    """S9: money in and money out, who and from which account, in every form."""
    text = BANKS[bank]
    content = _xlsx(text) if form == "xlsx" else text.encode(form)
    _rows, _table, (first, second) = _read(content)
    assert (first.error, second.error) == ("", "")
    assert (first.day, first.amount) == (date(2026, 1, 5), Decimal("1000.50"))
    assert (second.day, second.amount) == (date(2026, 1, 6), Decimal("-200.00"))
    assert first.balance == Decimal("11000.50")
    assert "街角小店" in first.partner
    assert first.account == "6222000011112222"
    assert (second.partner, second.account) == ("面条厂", "31001550400050000001")
    assert "货款" in first.text
    assert not gaps([first, second])


def test_a_file_is_the_same_however_it_was_saved():
    """S9: once as CSV and once as a workbook, the movements are known again."""
    for text in BANKS.values():
        keys = {
            tuple(row.key for row in _read(content)[2])
            for content in (text.encode("gb18030"), text.encode(), _xlsx(text))
        }
        assert len(keys) == 1


def test_own_accounts_are_found():
    rows, table, _movements = _read(BANKS["ICBC"].encode())
    assert own_accounts(rows, table) == {"1202020109900000001"}


@pytest.mark.parametrize(
    ("row", "error"),
    [
        ("2026-02-30,货款,贷,5,1", "date"),
        ("2026-02-03,货款,贷,五元,1", "amount"),
        ("2026-02-03,货款,贷,0,1", "zero"),
        ("2026-02-03,货款,贷,5.005,1", "amount"),
        ("2026-02-03,货款,?,5,1", "sign"),
        ("2026-02-03,货款,贷,1000.50,1", ""),
    ],
)
def test_what_is_not_understood_is_reported(row, error):
    """S9: the row's number and the reason; nothing is guessed."""
    text = f"交易日期,摘要,借贷标志,发生额,流水号\n2026-02-01,x,借,1,9\n{row}\n"
    found = _read(text.encode())[2][1]
    assert (found.number, found.error) == (3, error)


def test_other_errors():
    head = "交易日期,借方发生额,贷方发生额,币种,流水号\n"
    rows = _read(f"{head}2026-02-03,1,2,人民币,1\n2026-02-03,,2,美元,2\n".encode())[2]
    assert [row.error for row in rows] == ["both", "currency"]
    text = f"{head}2026-02-03,,2,人民币,7\n2026-02-03,,2,人民币,7\n"
    assert [row.error for row in _read(text.encode())[2]] == ["", "repeated"]


def test_an_assigned_name_goes_first():
    """S9: a bank that nobody knows; the accountant says what its columns are."""
    rows = read_rows("何时,进,出,何人\n2026-02-03,5,,甲\n".encode())
    assert find_table(rows) is None
    kept = {"何时": "date", "进": "credit", "出": "debit", "何人": "partner"}
    (row,) = read_table(rows, find_table(rows, kept))
    assert (row.amount, row.partner) == (5, "甲")


@pytest.mark.parametrize("content", [b"", b" \n", b"PK\x03\x04broken", b"GIF\0\0"])
def test_no_table(content):
    with pytest.raises(Unreadable):
        read_rows(content)


AMOUNTS = st.integers(-(10**9), 10**9).filter(bool).map(lambda n: Decimal(n) / 100)
NAMES = st.text("甲乙丙丁店厂 ,\"'abc", max_size=8)


@given(
    st.lists(st.tuples(AMOUNTS, NAMES, st.integers(0, 27)), max_size=20),
    st.sampled_from(["utf-8", "gb18030"]),
    st.booleans(),
)
def test_every_row_comes_out_to_the_cent(movements, encoding, newest_first):
    """S9: nothing is lost, made or doubled; keys differ; balances have no gap."""
    out, balance, lines = io.StringIO(), Decimal(0), []
    for amount, name, day in movements:
        balance += amount
        sides = (f"{amount:,.2f}", "") if amount > 0 else ("", f"{-amount:,.2f}")
        lines.append([f"2026-01-{day + 1:02}", *sides, f"{balance:,.2f}", name])
    if newest_first:
        lines.reverse()
    writer = csv.writer(out)
    writer.writerow(["交易日期", "贷方发生额", "借方发生额", "余额", "对方户名"])
    writer.writerows([*lines, ["合计", "", "", f"{balance:,.2f}", ""]])
    content = out.getvalue().encode(encoding)
    _rows, _table, found = _read(content)
    amounts = [amount for amount, _name, _day in movements]
    assert [r.amount for r in found] == (amounts[::-1] if newest_first else amounts)
    assert not any(row.error for row in found)
    assert len({row.key for row in found}) == len(found)
    assert not gaps(found)
    assert [r.key for r in _read(content)[2]] == [r.key for r in found]


@given(st.binary(max_size=300))
def test_rubbish_is_refused_and_never_breaks(content):
    try:
        rows = read_rows(content)
    except Unreadable:
        return
    if table := find_table(rows):
        read_table(rows, table)


@pytest.mark.parametrize("module", [bank_file, sheet])
def test_examples(module):
    assert not doctest.testmod(module).failed

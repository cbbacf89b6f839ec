"""The rows of a file, as text, whatever the bank saved it as."""

import csv
import io
from datetime import date, datetime

#: Cells that a bank keeps Excel from taking for numbers: ="6222…" and '6222….
_WRAPPED = ('="', "=“")
_DELIMITERS = (",", "\t", ";", "|")


class Unreadable(Exception):
    """The file is no table that can be read; ``reason`` says why."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def read_rows(content):
    """The rows of a CSV, XLSX or XLS file, as lists of stripped text.

    :param content: the file's bytes.
    :raise Unreadable: ``empty``, ``workbook`` (broken or locked) or ``binary``.
    """
    rows = _rows(content)
    if not any(map(any, rows)):
        raise Unreadable("empty")
    return rows


def _rows(content):
    if content[:2] == b"PK":
        return _xlsx(content)
    if content[:4] == b"\xd0\xcf\x11\xe0":
        return _xls(content)
    if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("binary")
    return _csv(_decoded(content))


def _decoded(content):
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Not strict: a text that the bank cut in the middle of a character.
        return content.decode("gb18030", "replace")


def _csv(text):
    lines = text.splitlines()
    delimiter = max(_DELIMITERS, key=lambda sign: sum(sign in line for line in lines))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [[cell_text(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise Unreadable("workbook") from error


def _xlsx(content):
    try:
        from openpyxl import load_workbook

        # Not read-only: banks write wrong dimensions, and then rows go missing.
        book = load_workbook(io.BytesIO(content), data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except Exception as error:  # what a broken workbook raises is anything
        raise Unreadable("workbook") from error
    rows = max(sheets, key=len, default=[])
    return [[cell_text(cell) for cell in row] for row in rows]


def _xls(content):
    try:
        from xlrd import XL_CELL_DATE, open_workbook, xldate_as_datetime

        book = open_workbook(file_contents=content)
        sheet = max(book.sheets(), key=lambda one: one.nrows)
        return [
            [
                cell_text(
                    xldate_as_datetime(cell.value, book.datemode)
                    if cell.ctype == XL_CELL_DATE
                    else cell.value
                )
                for cell in sheet.row(number)
            ]
            for number in range(sheet.nrows)
        ]
    except Exception as error:  # what a broken workbook raises is anything
        raise Unreadable("workbook") from error


def cell_text(value):
    """A cell as text, without what banks wrap it in.

    >>> cell_text(' ="62220001"\\t'), cell_text(1234.5), cell_text(20260105.0)
    ('62220001', '1234.5', '20260105')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # As it was entered, not as the machine keeps it.
        return str(int(value)) if value == int(value) else repr(round(value, 6))
    text = str(value).replace("\xa0", " ").replace("\u3000", " ").strip()
    if text.startswith(_WRAPPED):
        text = text[2:].rstrip('"”')
    return text.lstrip("'`").strip()

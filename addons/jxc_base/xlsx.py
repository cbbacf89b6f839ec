"""Tables as a workbook for people: title, facts, heads, rows and totals."""

import re
from io import BytesIO
from typing import NamedTuple

import xlsxwriter

from odoo.http import content_disposition, request

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "text": None,
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "number": "#,##0.###;[Red]-#,##0.###",
    "sum": "#,##0.###;[Red]-#,##0.###",
    "amount": "#,##0.00;[Red]-#,##0.00",
}
TEXT_WIDTH, NUMBER_WIDTH = 18, 12
NUMBERS = ("number", "sum", "amount")
#: What Excel does not take in the name of a sheet, and how much of it.
FORBIDDEN, LONGEST = re.compile(r"[\[\]:*?/\\]"), 31


class Sheet(NamedTuple):
    """One table.

    facts: lines of text under the title: period, filters, who printed it.
    heads: ``[(label, kind)]``, kind is a key of :data:`FORMATS`.
    rows: lists of values in the order of the heads; a zero in a ``number`` or
        ``sum`` is left blank, in an ``amount`` only what is None.
    last: values of a bold line under the rows, or None.
    """

    name: str
    title: str
    facts: list
    heads: list
    rows: list
    last: list | None = None


def totals(heads, rows, label):
    """A last line with the totals of the columns of kind ``sum``."""
    values = [
        sum(row[column] for row in rows) if kind == "sum" else None
        for column, (_label, kind) in enumerate(heads)
    ]
    return [label, *values[1:]]


def workbook(sheets):
    """The bytes of a workbook with these sheets, in order."""
    stream = BytesIO()
    # Without it a text that begins with "=" would be a formula of the reader's.
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    formats, names = _formats(book), set()
    for sheet in sheets:
        _write_sheet(book.add_worksheet(_name(sheet.name, names)), sheet, formats)
    book.close()
    return stream.getvalue()


def respond(name, content):
    """The answer to a request for a workbook; only within a request."""
    headers = [
        ("Content-Type", TYPE),
        ("Content-Disposition", content_disposition(f"{name}.xlsx")),
    ]
    return request.make_response(content, headers)


def _write_sheet(page, sheet, formats):
    bold, head, cells, lasts = formats
    page.write_string(0, 0, sheet.title, bold)
    for number, fact in enumerate(sheet.facts, 1):
        page.write_string(number, 0, fact)
    top = len(sheet.facts) + 2
    kinds = [kind for _label, kind in sheet.heads]
    for column, (label, kind) in enumerate(sheet.heads):
        width = NUMBER_WIDTH if kind in NUMBERS else TEXT_WIDTH
        page.set_column(column, column, width)
        page.write_string(top, column, label, head)
    for line, row in enumerate(sheet.rows, top + 1):
        for column, value in enumerate(row):
            _write(page, line, column, value, kinds[column], cells)
    bottom = top + max(len(sheet.rows), 1)
    for column, value in enumerate(sheet.last or ()):
        _write(page, top + len(sheet.rows) + 1, column, value, kinds[column], lasts)
    page.freeze_panes(top + 1, 1)
    page.autofilter(top, 0, bottom, len(sheet.heads) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _formats(book):
    """Of the title and the heads; of the cells and the last line, by kind."""
    head = {"bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True}
    forms = {
        kind: {"border": 1, **({"num_format": text} if text else {})}
        for kind, text in FORMATS.items()
    }
    return (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({**head, "valign": "vcenter"}),
        {kind: book.add_format(form) for kind, form in forms.items()},
        {kind: book.add_format({**form, "bold": True}) for kind, form in forms.items()},
    )


def _name(wanted, names):
    """A name that Excel takes and no sheet of the book has; it ignores case."""
    wanted = FORBIDDEN.sub("-", wanted).strip("' ") or "1"
    name, number = wanted[:LONGEST], 1
    while name.lower() in names:
        number += 1
        end = f" {number}"
        name = wanted[: LONGEST - len(end)] + end
    names.add(name.lower())
    return name


def _write(page, line, column, value, kind, formats):
    form = formats[kind]
    if value is None or value is False or value == "":
        page.write_blank(line, column, None, form)
    elif hasattr(value, "year"):
        page.write_datetime(line, column, value, form)
    elif isinstance(value, str):
        page.write_string(line, column, value, form)
    elif not value and kind != "amount":
        page.write_blank(line, column, None, form)
    else:
        page.write_number(line, column, value, form)

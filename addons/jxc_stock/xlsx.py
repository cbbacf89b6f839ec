"""A table as a workbook for people: title, facts, heads, rows and totals."""

from io import BytesIO

import xlsxwriter

NUMBER, MOMENT = "#,##0.###;[Red]-#,##0.###", "yyyy-mm-dd hh:mm"
TEXT_WIDTH, NUMBER_WIDTH = 18, 12


def workbook(title, facts, heads, rows, total):
    """The bytes of a workbook of one sheet.

    :param facts: lines of text under the title: period, filters, who printed it.
    :param heads: ``[(label, kind)]``, kind is ``text``, ``moment``, ``number`` or
        ``sum``, which is a number with a total.
    :param rows: lists of values in the order of the heads.
    :param total: what stands before the totals.
    """
    stream = BytesIO()
    # Without it a text that begins with "=" would be a formula of the reader's.
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    bold, head, cell, sums = _formats(book)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, title, bold)
    for number, fact in enumerate(facts, 1):
        sheet.write_string(number, 0, fact)
    top = len(facts) + 2
    for column, (label, kind) in enumerate(heads):
        width = NUMBER_WIDTH if kind in ("number", "sum") else TEXT_WIDTH
        sheet.set_column(column, column, width)
        sheet.write_string(top, column, label, head)
    line = top
    for line, row in enumerate(rows, top + 1):  # noqa: B007  the last one is used
        for column, value in enumerate(row):
            _write(sheet, line, column, value, cell[heads[column][1]])
    _totals(sheet, heads, rows, line + 1, total, sums)
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, line, len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    book.close()
    return stream.getvalue()


def _formats(book):
    """Of the title and the heads; of the cells and the totals, by kind."""
    head = {"bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True}
    kinds = {"text": {}, "moment": {"num_format": MOMENT}}
    kinds |= dict.fromkeys(("number", "sum"), {"num_format": NUMBER})
    return (
        book.add_format({"bold": True, "font_size": 14}),
        book.add_format({**head, "valign": "vcenter"}),
        {k: book.add_format({**form, "border": 1}) for k, form in kinds.items()},
        {
            k: book.add_format({**form, "border": 1, "bold": True})
            for k, form in kinds.items()
        },
    )


def _totals(sheet, heads, rows, line, total, formats):
    for column, (_label, kind) in enumerate(heads):
        value = sum(row[column] for row in rows) if kind == "sum" else ""
        value = total if not column else value
        _write(sheet, line, column, value, formats[kind])


def _write(sheet, line, column, value, form):
    if value in (None, False, ""):
        sheet.write_blank(line, column, None, form)
    elif hasattr(value, "year"):
        sheet.write_datetime(line, column, value, form)
    elif isinstance(value, str):
        sheet.write_string(line, column, value, form)
    else:
        sheet.write_number(line, column, value, form)

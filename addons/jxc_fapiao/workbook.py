"""Reading and writing the tax software's workbooks."""

from io import BytesIO

from openpyxl import Workbook, load_workbook

from .logic import sheet


class NotATemplate(Exception):
    """Sheet and heads that the uploaded workbook lacks."""


def write(tables, template=None):
    """The bytes of a workbook.

    :param tables: {sheet: list of {head: value}}.
    :param template: bytes of the bureau's own; its heads decide what goes where, and
        what it does not ask for is left out.
    """
    book = load_workbook(BytesIO(template)) if template else _own()
    for name, rows in tables.items():
        places = heads(book, name)
        page = book[name]
        for line, row in enumerate(rows, sheet.HEAD_ROW + 1):
            for head, value in row.items():
                if head in places and value is not None:
                    _put(page.cell(line, places[head]), value)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def check(template):
    """Refuse what is not the bureau's template."""
    try:
        book = load_workbook(BytesIO(template))
    except Exception as error:  # noqa: BLE001  whatever is wrong with the file
        raise NotATemplate(str(error)) from error
    for name in sheet.HEADS:
        heads(book, name)


def heads(book, name):
    """{head: column} of a sheet."""
    if name not in book.sheetnames:
        raise NotATemplate(name)
    row = book[name][sheet.HEAD_ROW]
    places = {sheet.plain(cell.value): cell.column for cell in row if cell.value}
    if missing := sheet.NEEDED[name] - set(places):
        raise NotATemplate(f"{name}: {', '.join(sorted(missing))}")
    return places


def read(content):
    """The first answers in any sheet of a workbook; None if there are none."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for page in book.worksheets:
        found = sheet.answers(page.iter_rows(values_only=True))
        if found:
            return found
    return None


def _own():
    book = Workbook()
    book.remove(book.active)
    for name, names in sheet.HEADS.items():
        page = book.create_sheet(name)
        page.cell(1, 1, name)
        for column, head in enumerate(names, 1):
            page.cell(sheet.HEAD_ROW, column, head)
        page.freeze_panes = page.cell(sheet.HEAD_ROW + 1, 2)
    return book


def _put(cell, value):
    """Texts stay texts: no number out of a code, no formula out of a name."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"

"""What somebody copied out of a workbook or a message, as lines of an order."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

#: A header has to be among the first rows; above it stands a title.
_TITLES = 5
_GOODS = ("code", "barcode", "goods")
_WORDS = {
    "code": "编码 编号 代码 货号 款号 产品编码 产品编号 商品编码 商品编号 物料编码"
    " code sku product_code item_code item_no internal_reference reference",
    "barcode": "条码 条形码 产品条码 商品条码 barcode ean",
    "goods": "名称 品名 产品 商品 物料 货品 产品名称 商品名称 物料名称 货品名称"
    " name product goods item description product_name",
    "quantity": "数量 订购数量 订货数量 采购数量 订货量 订购量 件数"
    " quantity qty order_qty order_quantity",
    "unit": "单位 计量单位 unit uom unit_of_measure",
    "price": "单价 价格 售价 销售单价 price unit_price",
}
_HEADERS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\x00"))
# A workbook puts a cell between quotes if it holds a tab, a new line or a quote.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)')
_MONEY = re.compile(r"[¥$€£元]|rmb|cny|usd")
# A comma that may part thousands does; any other is a decimal one.
_NUMBERS = (
    (re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3}){1,3}(\.\d{1,20})?", re.ASCII), ","),
    (re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3}){1,3},\d{1,20}", re.ASCII), "."),
    (re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3}){2,3}", re.ASCII), "."),
    (re.compile(r"[+-]?\d{1,12}([.,]\d{1,20})?", re.ASCII), ""),
)
_BARCODE = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
# As people write it in a message: 大豆油 5L 3 瓶.
_MESSAGE = re.compile(r"(.*\S)\s+([+-]?[0-9][0-9.,]*)\s*([^\W\d_]+)?")
_NAMED = re.compile(r"\[([^\]]+)\]\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was written: ``goods`` are the texts that may name the product,
    the surest first; a number is None where none, or nothing sensible, is said."""

    number: int
    goods: tuple
    quantity_text: str = ""
    unit: str = ""
    price_text: str = ""

    @property
    def quantity(self):
        return number(self.quantity_text)

    @property
    def price(self):
        return number(self.price_text)


def fold(text):
    """What two ways of writing the same have in common.

    >>> fold("　大豆油（５Ｌ） ") == fold("大豆油(5l)")
    True
    """
    text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return " ".join(text.casefold().split())


def number(text):
    """A number as people write it, or None.

    >>> texts = "1,234", "1.234,5", "１２，５", "¥ 1 000", "0,125", "3 箱"
    >>> [str(number(text)) for text in texts]
    ['1234', '1234.5', '12.5', '1000', '0.125', 'None']
    """
    text = "".join(_MONEY.sub("", fold(text)).split())
    for pattern, parts_thousands in _NUMBERS:
        if pattern.fullmatch(text):
            if parts_thousands:
                text = text.replace(parts_thousands, "")
            return Decimal(text.replace(",", "."))
    return None


def read(text):
    """The rows that ask for something, and how many of a table ask for nothing.

    :return: (list of :class:`Row`, count). In a table a row without a quantity, or
        with 0, is not wanted: customers send their whole list. In a message it is
        a mistake, and stays.

    >>> rows, skipped = read("编码\\t数量\\t单价\\nA01\\t3\\t9.5\\nA02\\t\\t8")
    >>> [(row.goods, row.quantity, row.price) for row in rows], skipped
    ([(('A01',), Decimal('3'), Decimal('9.5'))], 1)
    >>> read("大豆油 5L 3瓶")[0]
    [Row(number=1, goods=('大豆油 5L',), quantity_text='3', unit='瓶', price_text='')]
    """
    table = [
        (place, [_clean(cell) for cell in cells])
        for place, cells in enumerate(_cells(text), 1)
    ]
    table = [(place, cells) for place, cells in table if any(cells)]
    if all(len(cells) == 1 for _place, cells in table):
        return [_said(place, cells[0]) for place, cells in table], 0
    kinds, table = _columns(table)
    rows = [_row(place, cells, kinds) for place, cells in table]
    wanted = [row for row in rows if row.quantity_text and row.quantity != 0]
    return wanted, len(rows) - len(wanted)


def _cells(text):
    rows, row, at = [], [], 0
    while True:
        found = _CELL.match(text, at)
        quoted, plain = found.groups()
        row.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if text[at : at + 1] != "\t":
            rows.append(row)
            row = []
        if at >= len(text):
            return [*rows, row] if row else rows
        at += 2 if text.startswith("\r\n", at) else 1


def _clean(cell):
    return " ".join(cell.translate(_INVISIBLE).split())


def _said(place, line):
    found = _MESSAGE.fullmatch(unicodedata.normalize("NFKC", line))
    if not found:
        return Row(place, _names([line]))
    goods, quantity, unit = found.groups("")
    return Row(place, _names([goods]), quantity, unit)


def _columns(table):
    """What each column says: ``({column: kind}, rows of goods)``."""
    for index, (_place, cells) in enumerate(table[:_TITLES]):
        kinds = {}
        for column, cell in enumerate(cells):
            kind = _HEADERS.get(_header(cell))
            if kind and kind not in kinds.values():
                kinds[column] = kind
        if "quantity" in kinds.values() and {*_GOODS} & {*kinds.values()}:
            return kinds, table[index + 1 :]
    return _guess([cells for _place, cells in table]), table


def _header(cell):
    """单价（元） is 单价."""
    return re.sub(r"\(.*\)|[*::]", "", fold(cell)).strip().replace(" ", "_")


def _guess(rows):
    """Goods stand before the first column of numbers, unit and price behind it."""
    width = max(map(len, rows))
    numbers = [column for column in range(1, width) if _is_of_numbers(rows, column)]
    quantity = numbers[0] if numbers else 1
    kinds = dict.fromkeys(range(quantity), "goods")
    kinds[quantity] = "quantity"
    if len(numbers) > 1:
        kinds[numbers[1]] = "price"
    texts = (c for c in range(quantity + 1, width) if c not in numbers)
    kinds[next(texts, width)] = "unit"
    return kinds


def _is_of_numbers(rows, column):
    cells = [row[column] for row in rows if len(row) > column and row[column]]
    good = [c for c in cells if number(c) is not None and not _BARCODE.fullmatch(c)]
    return bool(cells) and len(good) * 2 >= len(cells)


def _row(place, cells, kinds):
    by_kind = {}
    for column, cell in enumerate(cells):
        by_kind.setdefault(kinds.get(column), []).append(cell)
    goods = [cell for kind in _GOODS for cell in by_kind.get(kind, ())]
    quantity, unit, price = (
        by_kind.get(kind, [""])[0] for kind in ("quantity", "unit", "price")
    )
    return Row(place, _names(goods), quantity, unit, price)


def _names(cells):
    """[A01] 大豆油 is how we show a product ourselves: a code and a name."""
    texts = []
    for cell in cells:
        found = _NAMED.fullmatch(cell)
        texts += found.groups() if found else [cell]
    return tuple(dict.fromkeys(text for text in texts if text))

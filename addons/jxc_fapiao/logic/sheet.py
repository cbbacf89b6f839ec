"""The tax bureau's import workbook, as tables of heads and rows."""

import re
from decimal import Decimal

BASIC, DETAIL = "1-发票基本信息", "2-发票明细信息"
#: In the bureau's template the heads stand in the third row, the data below.
HEAD_ROW = 3
KEY = "发票流水号"
HEADS = {
    BASIC: [
        KEY,
        "发票类型",
        "特定业务类型",
        "是否含税",
        "受票方自然人标识",
        "购买方名称",
        "证件类型",
        "购买方纳税人识别号",
        "购买方地址",
        "购买方电话",
        "购买方开户银行",
        "购买方银行账号",
        "备注",
        "是否展示购买方银行账号",
        "销售方开户行",
        "销售方银行账号",
        "是否展示销售方银行账号",
        "购买方邮箱",
    ],
    DETAIL: [
        KEY,
        "项目名称",
        "商品和服务税收编码",
        "规格型号",
        "单位",
        "数量",
        "单价",
        "金额",
        "税率",
        "折扣金额",
        "是否使用优惠政策",
        "优惠政策类型",
        "即征即退类型",
    ],
}
#: A template without these is not one.
NEEDED = {
    BASIC: {KEY, "发票类型", "是否含税", "购买方名称", "购买方纳税人识别号"},
    DETAIL: {KEY, "项目名称", "商品和服务税收编码", "金额", "税率"},
}
NUMBERS = ("发票号码", "数电票号码", "数电发票号码")
DAYS = ("开票日期", "开票时间")


def plain(head):
    """A head without the breaks and stars that a template puts into it.

    >>> plain("*发票\\n流水号 ")
    '发票流水号'
    """
    return re.sub(r"[\s*＊]", "", str(head or ""))


def spread(amounts, total):
    """The amounts, with the cents that lack to the total on the largest.

    >>> spread([Decimal("1.00"), Decimal("3.00")], Decimal("4.01"))
    [Decimal('1.00'), Decimal('3.01')]
    """
    amounts = list(amounts)
    rest = total - sum(amounts, Decimal(0))
    if rest and amounts:
        largest = max(range(len(amounts)), key=lambda place: abs(amounts[place]))
        amounts[largest] += rest
    return amounts


def unit_price(amount, quantity):
    """Price so that price × quantity gives the amount; up to 13 decimals.

    >>> unit_price(Decimal("10.00"), Decimal(3))
    Decimal('3.3333333333333')
    """
    if not quantity:
        return None
    return round(amount / quantity, 13).normalize()


def answers(rows):
    """What the tax software gives back: {key: (number, day)}.

    :param rows: rows of cells of one sheet; the first with a key and a number is the
        head, whatever stands above it.
    :return: the answers, and the keys which are there more than once; None if there
        is no such head.
    """
    head = None
    found, twice = {}, []
    for row in rows:
        cells = [plain(cell) for cell in row]
        if head is None:
            if KEY in cells and any(name in cells for name in NUMBERS):
                head = (
                    cells.index(KEY),
                    _first(cells, NUMBERS),
                    _first(cells, DAYS),
                )
            continue
        key, number = cells[head[0]], cells[head[1]]
        if not key or not number:
            continue
        if key in found:
            twice.append(key)
        found[key] = (number, row[head[2]] if head[2] is not None else None)
    return (found, twice) if head else None


def _first(cells, names):
    return next((cells.index(name) for name in names if name in cells), None)

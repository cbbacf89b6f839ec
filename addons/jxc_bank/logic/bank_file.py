"""From the rows of a bank's file to movements of the account.

Which column means what is recognised by its name; names that an accountant has
assigned himself go first. Money in is positive. A row that cannot be understood is
reported and never guessed.
"""

import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import NamedTuple

ROLES = (
    "date", "debit", "credit", "amount", "sign", "balance", "partner", "account",
    "payer", "payer_account", "payee", "payee_account", "text", "serial", "currency",
    "own",
)  # fmt: skip
#: Header names, without brackets, spaces and units, best first.
NAMES = {
    "date": "交易日期 交易日 记账日期 入账日期 记账日 入账时间 交易时间 日期"
    " 交易时间戳",
    "debit": "借方发生额 借方金额 支出金额 支出 转出金额 转出额 付款金额 借方 借",
    "credit": "贷方发生额 贷方金额 收入金额 收入 转入金额 转入额 存入金额 收款金额"
    " 贷方 贷",
    "amount": "交易金额 发生额 金额 交易额",
    "sign": "借贷标志 借贷 借/贷 借贷方向 收支标志 收付标志 收/付 交易类型",
    "balance": "余额 账户余额 本次余额 交易后余额 当前余额",
    "partner": "对方户名 对方单位名称 对方单位 对方账户名称 对方账号名称 对方名称"
    " 收/付方名称 收付方名称 收付方户名 交易对方",
    "account": "对方账号 对方账户 对方卡号 收/付方账号 收/付方帐号 收付方账号"
    " 收付方帐号",
    "payer": "付款人名称 付款方名称",
    "payer_account": "付款人账号 付款方账号",
    "payee": "收款人名称 收款方名称",
    "payee_account": "收款人账号 收款方账号",
    "text": "摘要 业务摘要 交易摘要 用途 交易用途 附言 交易附言 备注 其它摘要 其他摘要"
    " 个性化信息",
    "serial": "交易流水号 流水号 账户明细编号-交易流水号 核心流水号 主机交易流水号"
    " 业务参考号 日志号 企业流水号",
    "currency": "币种 交易货币 货币",
    "own": "本方账号 账号",
}  # fmt: skip
_KNOWN = {
    name: (role, rank)
    for role, names in NAMES.items()
    for rank, name in enumerate(names.split())
}
MANY = ("text",)  #: Roles that several columns may have.
_TOTALS = re.compile(
    "合计|总计|总笔数|总金额|承前页|过次页|本页|累计|期初余额|期末余额"
)
_OUT = ("借", "付", "支", "出", "转出", "往账", "D")
_IN = ("贷", "收", "入", "转入", "存", "来账", "C")
CURRENCIES = {
    "人民币": "CNY", "人民币元": "CNY", "RMB": "CNY", "¥": "CNY", "美元": "USD",
    "欧元": "EUR", "港币": "HKD", "港元": "HKD", "日元": "JPY", "英镑": "GBP",
}  # fmt: skip
ZERO = Decimal(0)


class Movement(NamedTuple):
    """A row of the table; with an ``error`` the rest may be empty."""

    number: int
    day: date | None = None
    amount: Decimal = ZERO
    balance: Decimal | None = None
    partner: str = ""
    account: str = ""
    text: str = ""
    serial: str = ""
    key: str = ""
    error: str = ""


class Table(NamedTuple):
    """Where the table is: the number of its header row and its columns' roles."""

    header: int
    names: list
    roles: list


def normal_name(text):
    """A header's name as it is compared.

    >>> normal_name("借方发生额/元(支取)"), normal_name("交易日期[ Transaction Date ]")
    ('借方发生额', '交易日期')
    >>> normal_name("收(付)方名称"), normal_name(" 余额（元）")
    ('收/付方名称', '余额')
    """
    text = unicodedata.normalize("NFKC", text).replace(" ", "").replace("\n", "")
    text = text.replace("收(付)", "收/付")
    text = re.sub(r"[\[(].*$", "", text)
    return re.sub(r"/元$", "", text)


def find_table(rows, kept=None):
    """The header row, or None; ``kept`` is {normal name: role} that goes first."""
    best = None
    for number, row in enumerate(rows[:60]):
        names = [normal_name(cell) for cell in row]
        roles = assign(names, kept or {})
        if not complete(roles):
            continue
        score = sum(1 for role in roles if role)
        if best is None or score > best[0]:
            best = (score, Table(number, row, roles))
    return best and best[1]


def complete(roles):
    """Whether a date and amounts are among the columns."""
    return "date" in roles and (
        "amount" in roles or ("debit" in roles and "credit" in roles)
    )


def assign(names, kept):
    """A role, or "", for each column: each role once but for those of MANY."""
    found = {}
    for column, name in enumerate(names):
        role, rank = (kept[name], -1) if name in kept else _KNOWN.get(name, ("", 0))
        if role:
            found.setdefault(role, []).append((rank, column))
    roles = [""] * len(names)
    for role, candidates in found.items():
        taken = sorted(candidates) if role in MANY else [min(candidates)]
        for _rank, column in taken:
            roles[column] = role
    if "debit" in roles and "credit" in roles and "amount" in roles:
        # Two columns say the direction themselves.
        roles = ["" if role in ("amount", "sign") else role for role in roles]
    return roles


def read_table(rows, table, currency=""):
    """The movements below the header, with their errors, totals left out."""
    found = []
    roles = _meaning(rows, table)
    for number, row in enumerate(rows[table.header + 1 :], table.header + 2):
        cells = {}
        for role, cell in zip(roles, row, strict=False):
            if role and cell and cell not in ("-", "--"):
                cells.setdefault(role, []).append(cell)
        if not any(cells.get(r) for r in ("date", "amount", "debit", "credit")):
            continue
        when = parse_date(cells.get("date", [""])[0])
        if when is None and _TOTALS.search("".join(row)):
            continue
        found.append(_movement(number, when, cells, currency))
    return _with_keys(found)


def _meaning(rows, table):
    """The roles, without a column of transaction types that tell no direction."""
    if "sign" not in table.roles:
        return table.roles
    column = table.roles.index("sign")
    signs = [row[column].upper() for row in rows[table.header + 1 :] if row[column:]]
    if any(sign.startswith(_OUT + _IN) for sign in signs):
        return table.roles
    return ["" if role == "sign" else role for role in table.roles]


def _movement(number, when, cells, currency):
    one = {role: values[0] for role, values in cells.items()}
    amount, error = _signed(one)
    if when is None:
        error = "date"
    own = one.get("currency", "")
    if currency and own and CURRENCIES.get(own, own.upper()) != currency:
        error = error or "currency"
    side = "payer" if amount > ZERO else "payee"
    return Movement(
        number=number,
        day=when,
        amount=amount,
        balance=parse_amount(one.get("balance", "")),
        partner=one.get("partner") or one.get(side, ""),
        account=account_number(one.get("account") or one.get(f"{side}_account", "")),
        text=" ".join(dict.fromkeys(cells.get("text", []))),
        serial=one.get("serial", ""),
        error=error,
    )


def _signed(one):
    """The amount, money in positive, and what is wrong with it."""
    if "amount" in one:
        amount = parse_amount(one["amount"])
        sign = one.get("sign", "")
        if amount is None:
            return ZERO, "amount"
        if sign and amount > ZERO:
            if sign.upper().startswith(_OUT):
                amount = -amount
            elif not sign.upper().startswith(_IN):
                return ZERO, "sign"
        return amount, "" if amount else "zero"
    sides = [parse_amount(one.get(role, "") or "0") for role in ("credit", "debit")]
    if None in sides:
        return ZERO, "amount"
    if all(sides):
        return ZERO, "both"
    # 红字冲正: a negative amount on its own side.
    amount = sides[0] - sides[1]
    return amount, "" if amount else "zero"


def parse_amount(text):
    """An amount to the cent, or None.

    >>> parse_amount("1,234.50"), parse_amount("-¥12"), parse_amount("(3.00)")
    (Decimal('1234.50'), Decimal('-12'), Decimal('-3.00'))
    >>> parse_amount("12.345"), parse_amount("n/a"), parse_amount("")
    (None, None, None)
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[,\s¥$元]|CNY|RMB", "", text)
    if re.fullmatch(r"\(.+\)", text):
        text = f"-{text[1:-1]}"
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    whole = amount.is_finite() and abs(amount) < 10**15
    return amount if whole and amount == round(amount, 2) else None


def parse_date(text):
    """A date, or None.

    >>> parse_date("20260105 10:11:12"), parse_date("2026年1月5日")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    >>> parse_date("2026/1/5"), parse_date("2026-01-05T10:11"), parse_date("46027")
    (datetime.date(2026, 1, 5), datetime.date(2026, 1, 5), datetime.date(2026, 1, 5))
    """
    text = unicodedata.normalize("NFKC", text).strip()
    parts = re.match(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)", text)
    parts = parts or re.match(r"(\d{4})(\d\d)(\d\d)(?:\D|\d{6}$|$)", text)
    if parts:
        try:
            found = date(*map(int, parts.groups()))
        except ValueError:
            return None
        return found if 1990 <= found.year <= 2100 else None
    if re.fullmatch(r"[3-6]\d{4}", text):  # Excel's days
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
    return None


def account_number(text):
    """An account number without what separates its groups."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


def _with_keys(movements):
    """Give each movement what it is known by, so that none is taken in twice.

    The bank's serial number with the amount (a fee may share its payment's number),
    else all that the row says. Rows that say the same and have no number are told
    apart by their place among them; with a number the second one is a repetition.
    """
    seen, found = Counter(), []
    for row in movements:
        if row.error:
            found.append(row)
            continue
        if row.serial:
            facts = ("serial", row.serial, row.day, row.amount)
        else:
            facts = (
                row.day,
                row.amount,
                row.balance,
                row.account,
                row.partner,
                row.text,
            )
        seen[facts] += 1
        if row.serial and seen[facts] > 1:
            found.append(row._replace(error="repeated"))
            continue
        text = "\n".join(_plain(fact) for fact in (*facts, seen[facts]))
        found.append(row._replace(key=sha256(text.encode()).hexdigest()[:40]))
    return found


def _plain(fact):
    """As text that does not depend on how the file was saved: 12.50 is 12.5."""
    return str(fact.normalize()) if isinstance(fact, Decimal) else str(fact)


def gaps(movements):
    """Rows whose balance does not follow from the one before: something is missing.

    :return: the row numbers, for whichever order (oldest or newest first) fits best.
    """
    rows = [row for row in movements if not row.error and row.balance is not None]
    found = []
    for one in (rows, rows[::-1]):
        found.append(
            [
                row.number
                for before, row in zip(one, one[1:], strict=False)
                if before.balance + row.amount != row.balance
            ]
        )
    return min(found, key=len)


def own_accounts(rows, table):
    """The account numbers that the file says it is about."""
    found = set()
    for row in rows[: table.header]:
        for text in row:
            found.update(re.findall(r"(?<!\d)\d{10,25}(?!\d)", account_number(text)))
    if "own" in table.roles:
        column = table.roles.index("own")
        for row in rows[table.header + 1 :]:
            number = account_number(row[column]) if len(row) > column else ""
            if re.fullmatch(r"\d{10,25}", number):
                found.add(number)
    return found

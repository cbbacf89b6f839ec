"""Lot numbers by pattern: ``{code}{made:YYMMDD}-{seq:3}``.

Chinese names stand for the same: ``{产品编码}{生产日期}-{流水号:3}``.
"""

import re
from dataclasses import dataclass
from datetime import date

CODE, MADE, TODAY, SEQUENCE = "code", "made", "today", "seq"
_NAMES = {
    CODE: CODE,
    MADE: MADE,
    TODAY: TODAY,
    SEQUENCE: SEQUENCE,
    "产品编码": CODE,
    "编码": CODE,
    "生产日期": MADE,
    "收货日期": TODAY,
    "当天": TODAY,
    "流水号": SEQUENCE,
}
_PART = re.compile(r"\{([^{}]*)\}|([^{}]+)|([{}])")
_DATE = re.compile(r"(YYYY|YY|MM|DD)")
_DATE_FORMAT = re.compile(r"(?:YYYY|YY|MM|DD|[-._/])+")
#: What a label can carry (GS1's character set 82), but no brackets of identifiers.
_SIGNS = re.compile(r"""[!"%&'*+,\-./0-9:;<=>?A-Z_a-z]+""")
_STRFTIME = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}
DEFAULT_DATE, DEFAULT_WIDTH = "YYMMDD", 3


class PatternError(ValueError):
    """``kind``: brace, token, date, width, sequence or sign; ``what``: the part."""

    def __init__(self, kind: str, what: str = ""):
        super().__init__(f"{kind} {what}".strip())
        self.kind, self.what = kind, what


@dataclass(frozen=True)
class Pattern:
    #: (name or "", text or option)
    parts: tuple[tuple[str, str], ...]

    @property
    def needs(self) -> set[str]:
        return {name for name, _option in self.parts if name} - {SEQUENCE}

    @property
    def width(self) -> int:
        return next(int(option) for name, option in self.parts if name == SEQUENCE)

    def frame(self, code: str, made: date | None, today: date) -> tuple[str, str]:
        """What stands before and after the running number."""
        values = {CODE: "".join(code.split()), MADE: made, TODAY: today}
        sides, side = ["", ""], 0
        for name, option in self.parts:
            if name == SEQUENCE:
                side = 1
            elif name in (MADE, TODAY):
                sides[side] += _day(values[name], option)
            else:
                sides[side] += values[name] if name else option
        return sides[0], sides[1]

    def number(self, frame: tuple[str, str], count: int) -> str:
        return f"{frame[0]}{count:0{self.width}d}{frame[1]}"


def _day(day: date, form: str) -> str:
    return _DATE.sub(lambda found: day.strftime(_STRFTIME[found[0]]), form)


def parse(text: str) -> Pattern:
    """Raises PatternError where a pattern cannot give lot numbers."""
    parts = []
    for token, literal, brace in _PART.findall(text.strip()):
        if brace:
            raise PatternError("brace", brace)
        if literal:
            if not _SIGNS.fullmatch(literal):
                raise PatternError("sign", literal)
            parts.append(("", literal))
        else:
            parts.append(_token(token))
    if sum(name == SEQUENCE for name, _option in parts) != 1:
        raise PatternError("sequence")
    return Pattern(tuple(parts))


def _token(token: str) -> tuple[str, str]:
    word, _colon, option = token.replace("\N{FULLWIDTH COLON}", ":").partition(":")
    name, option = _NAMES.get(word.strip().lower()), option.strip()
    if not name or (name == CODE and option):
        raise PatternError("token", token)
    if name in (MADE, TODAY):
        option = option.upper() or DEFAULT_DATE
        if not _DATE_FORMAT.fullmatch(option):
            raise PatternError("date", option)
    elif name == SEQUENCE:
        option = option or str(DEFAULT_WIDTH)
        if not re.fullmatch("[1-9]", option):
            raise PatternError("width", option)
    return name, option

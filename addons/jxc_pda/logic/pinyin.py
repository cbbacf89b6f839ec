"""First letters of the pinyin: 大豆油 is ddy, as people type it."""

from bisect import bisect_right

# The 3,755 commonest signs stand in GB 2312 by their sound: where each letter begins.
_STARTS = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7),
    *(0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6),
    *(0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1),
)
_LETTERS = "abcdefghjklmnopqrstwxyz"
_END = 0xD7F9


def initials(text):
    """The letters and digits of ``text``, each Chinese sign by its first letter."""
    return "".join(_initial(sign) for sign in text).lower()


def _initial(sign):
    if sign.isascii():
        return sign if sign.isalnum() else ""
    code = sign.encode("gb2312", "ignore")
    if len(code) != 2:
        return ""
    number = int.from_bytes(code, "big")
    if not _STARTS[0] <= number <= _END:
        return ""
    return _LETTERS[bisect_right(_STARTS, number) - 1]

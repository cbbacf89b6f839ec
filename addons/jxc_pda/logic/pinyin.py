"""First letters of the pinyin: 大豆油 is ddy, as people type it."""

from pypinyin import Style, lazy_pinyin


def initials(text):
    """The letters and digits of ``text``, each Chinese sign by its first letter."""
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")
    return "".join(sign for sign in "".join(letters).lower() if _is_typed(sign))


def _is_typed(sign):
    return sign.isascii() and sign.isalnum()

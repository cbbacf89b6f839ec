"""First letters of the pinyin: 大豆油 is ddy, as people type it."""

from pypinyin import Style, lazy_pinyin


def initials(text):
    """The letters and digits of ``text``, each Chinese sign by its first letter."""
    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")
    return "".join(sign for sign in "".join(letters).lower() if _is_typed(sign))


def search_key(names):
    """What is searched for Chinese ``names``: the initials of each, once.

    A name in Latin letters is found by itself and needs no key.
    """
    keys = (initials(name) for name in names if name and not name.isascii())
    return " ".join(dict.fromkeys(key for key in keys if key))


def may_be_initials(text):
    """Whether somebody may have typed ``text`` as initials; no bar code is."""
    return len(text) > 1 and text.isascii() and text.isalnum() and not text.isdigit()


def _is_typed(sign):
    return sign.isascii() and sign.isalnum()

"""Whether two names mean the same partner, as banks write them."""

import re
import unicodedata

#: What the registered name has and the short one lacks.
_FORMS = re.compile(
    "(股份|集团)?有限(责任)?公司|股份公司|公司|个体工商户|(普通|有限)合伙|商行$|"
    r"co\.?,?\s*ltd\.?|ltd\.?|inc\.?|llc",
    re.IGNORECASE,
)


def plain_name(text):
    """A name without width, spaces, punctuation and the form of the company.

    >>> plain_name("上海街角（小店）有限责任公司") == plain_name("上海街角小店")
    True
    >>> plain_name("Ｎｏｏｄｌｅ Works Co., Ltd.")
    'noodleworks'
    """
    text = unicodedata.normalize("NFKC", text or "").casefold()
    short = _FORMS.sub("", text)
    short = re.sub(r"[\W_]", "", short)
    return short or re.sub(r"[\W_]", "", text)


def same_name(one, other):
    """Whether both are the same partner; a bank may cut a long name off.

    >>> same_name("上海街角小店有限公司", "上海街角小店"), same_name("甲店", "乙店")
    (True, False)
    """
    one, other = plain_name(one), plain_name(other)
    if not one or not other:
        return False
    return one == other or (min(len(one), len(other)) >= 6 and (
        one.startswith(other) or other.startswith(one)
    ))  # fmt: skip

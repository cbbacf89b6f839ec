"""Which product a text names."""

from dataclasses import dataclass

from .pasted import fold


@dataclass(frozen=True, slots=True)
class Good:
    """What a product is found by; ``pack`` is the unit that a barcode stands for."""

    key: int
    code: str = ""
    barcode: str = ""
    name: str = ""
    initials: str = ""
    pack: int | None = None


class Register:
    """Products, to be found by what people write for them.

    >>> oil = Good(1, "A01", "690", "大豆油 5L", "ddy5l")
    >>> register = Register([oil, Good(2, "A02", name="盐")])
    >>> [good.key for good in register.find(["a01"])]
    [1]
    >>> [good.key for good in register.find(["没有", "ddy"])]
    [1]
    >>> register.find(["没有"])
    []
    """

    def __init__(self, goods):
        self._goods = [(fold(good.name), good.initials, good) for good in goods]
        self._exact = ({}, {}, {})
        for name, _initials, good in self._goods:
            texts = (fold(good.code), fold(good.barcode), name)
            for index, text in zip(self._exact, texts, strict=True):
                if text:
                    index.setdefault(text, []).append(good)
        self._found = {}

    def find(self, texts):
        """The goods that the first of ``texts`` names which names any."""
        return next(filter(None, map(self._find, texts)), [])

    def _find(self, text):
        if text not in self._found:
            self._found[text] = self._look(fold(text))
        return self._found[text]

    def _look(self, text):
        """A code is surer than a barcode, a whole name surer than a part of it."""
        for index in self._exact:
            if text in index:
                return index[text]
        if len(text) < 2:
            return []
        parts = [good for name, _initials, good in self._goods if text in name]
        return parts or [good for _n, initials, good in self._goods if text in initials]


def unit(written, names):
    """The name of the unit that was written, 箱 standing for 箱(12瓶) if there is no
    other 箱; None if nothing tells.

    >>> unit("箱", ["瓶", "箱(12瓶)"]), unit("箱", ["箱(6瓶)", "箱(12瓶)"])
    ('箱(12瓶)', None)
    """
    written = fold(written)
    found = [name for name in names if fold(name) == written]
    if not found:
        found = [name for name in names if fold(name).split("(")[0].strip() == written]
    return found[0] if len(found) == 1 else None

"""How much of its life a lot must have left when it is received or shipped."""

from itertools import product
from typing import NamedTuple

#: Into how many parts a shelf life is divided, by unit.
PARTS = {"percent": 100, "third": 3}


class Minimum(NamedTuple):
    """So many days, or so many parts of the shelf life; ``rule`` says who wants it.

    >>> Minimum(1, 30, "day").days(None)
    30
    >>> Minimum(1, 2, "third").days(365)
    244
    >>> Minimum(1, 50, "percent").days(None)
    """

    rule: int
    number: int
    unit: str

    def days(self, whole):
        """The days that must be left; None where it is a part of an unknown life.

        :param whole: the days from its production to its expiry, or None
        """
        if self.unit == "day":
            return self.number
        if whole is None:
            return None
        return -(-whole * self.number // PARTS[self.unit])


def nearest(table, company, partners, goods):
    """The minimum that is nearest to the case: what the address wants comes before
    what its company wants, any partner before none, the product before its category.

    :param table: ``{(company or None, partner or None, goods or None): Minimum}``
    :param partners: the partner, its parent …
    :param goods: the product, its category, the category above …
    """
    for partner, what, where in product(
        (*partners, None), (*goods, None), (company, None)
    ):
        if (where, partner, what) in table:
            return table[where, partner, what]
    return None

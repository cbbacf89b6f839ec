from functools import cache

from odoo.tools import file_open

from .logic.sampling import Tables

FOLDER = "jxc_quality/tables/"
FILES = ("code_letters.csv", "sampling_plans.csv")
FILES += ("double_sizes.csv", "double_numbers.csv")


@cache
def tables():
    """The tables of GB/T 2828.1, and of double sampling, read once."""
    texts = []
    for name in FILES:
        with file_open(FOLDER + name) as file:
            texts.append(file.read())
    return Tables(*texts)

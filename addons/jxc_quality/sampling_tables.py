from functools import cache

from odoo.tools import file_open

from .logic.sampling import Tables

FOLDER = "jxc_quality/tables/"


@cache
def tables():
    """The tables of GB/T 2828.1, read once."""
    texts = []
    for name in ("code_letters.csv", "sampling_plans.csv"):
        with file_open(FOLDER + name) as file:
            texts.append(file.read())
    return Tables(*texts)

"""Single sampling by attributes after GB/T 2828.1 (ISO 2859-1), and double sampling
after MIL-STD-105E.

The tables are data (``tables/*.csv``); this finds the plan in them.
"""

import csv
from dataclasses import dataclass
from functools import cached_property

NORMAL, TIGHTENED, REDUCED = SEVERITIES = ("normal", "tightened", "reduced")
LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
STEP = {"up": -1, "down": 1}


class NoPlan(ValueError):
    """The tables have nothing for this letter and AQL."""


@dataclass(frozen=True)
class Plan:
    """Look at ``size`` pieces; accept with up to ``ac`` nonconforming ones.

    Of a double plan these are of the first sample. Between its Ac and Re a second one
    is drawn; ``second_ac`` is for both together.
    """

    letter: str
    size: int
    ac: int
    first_re: int = 0
    second_size: int = 0
    second_ac: int = 0

    @property
    def re(self):
        return self.first_re or self.ac + 1


@dataclass(frozen=True)
class Tables:
    letters_text: str
    plans_text: str
    sizes_text: str = ""
    numbers_text: str = ""

    @cached_property
    def ranges(self):
        """Lot sizes with their code letters: (from, to or None, {level: letter})."""
        return [
            (int(row["from"]), int(row["to"]) if row["to"] else None, row)
            for row in csv.DictReader(self.letters_text.splitlines())
        ]

    @cached_property
    def rows(self):
        """``{severity: [{"letter": …, "size": …, AQL: cell}]}``, as printed."""
        found = {severity: [] for severity in SEVERITIES}
        for row in csv.DictReader(self.plans_text.splitlines()):
            found[row["severity"]].append(row)
        return found

    @cached_property
    def aqls(self):
        return [key for key in self.rows[NORMAL][0] if key[0].isdigit()]

    def letter(self, lot, level):
        """The code letter; a lot of one piece counts as the smallest.

        :param lot: how many pieces the lot has.
        """
        if lot < 1:
            raise NoPlan(f"a lot of {lot}")
        for low, high, letters in self.ranges:
            if (high is None or lot <= high) and lot >= min(low, lot):
                return letters[level]
        raise NoPlan(f"a lot of {lot}")

    def plan(self, lot, level, aql, severity=NORMAL):
        """The single sampling plan, arrows followed.

        Where the sample is as large as the lot, or larger, all of it is looked at.
        """
        rows = self.rows[severity]
        letter = self.letter(lot, level)
        place = next(i for i, row in enumerate(rows) if row["letter"] == letter)
        while (cell := rows[place][aql]) in STEP:
            place += STEP[cell]
            if not 0 <= place < len(rows):
                raise NoPlan(f"{severity} {letter} {aql}")
        if not cell:
            raise NoPlan(f"{severity} {letter} {aql}")
        row = rows[place]
        return Plan(row["letter"], min(int(row["size"]), lot), int(cell))

    @cached_property
    def double_sizes(self):
        """``{letter: pieces of each of the two samples}``"""
        rows = csv.DictReader(self.sizes_text.splitlines())
        return {row["letter"]: int(row["size"]) for row in rows}

    @cached_property
    def double_numbers(self):
        """``{(severity, Ac of the single plan): (Ac, Re, Ac of both samples)}``"""
        return {
            (row["severity"], int(row["single_ac"])): (
                int(row["first_ac"]),
                int(row["first_re"]),
                int(row["second_ac"]),
            )
            for row in csv.DictReader(self.numbers_text.splitlines())
        }

    def double(self, lot, level, aql, severity=NORMAL):
        """The double sampling plan; the single one where there is none, or where the
        first sample is the whole lot already."""
        single = self.plan(lot, level, aql, severity)
        size = self.double_sizes.get(single.letter, lot)
        numbers = self.double_numbers.get((severity, single.ac))
        if not numbers or size >= lot:
            return single
        ac, re, both = numbers
        return Plan(single.letter, size, ac, re, min(size, lot - size), both)

    def tighter(self, aql):
        """The AQL one step stricter; None for the strictest."""
        place = self.aqls.index(aql)
        return self.aqls[place - 1] if place else None

"""Single sampling by attributes after GB/T 2828.1 (ISO 2859-1).

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
    """Look at ``size`` pieces; accept with up to ``ac`` nonconforming ones."""

    letter: str
    size: int
    ac: int

    @property
    def re(self):
        return self.ac + 1


@dataclass(frozen=True)
class Tables:
    letters_text: str
    plans_text: str

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

    def tighter(self, aql):
        """The AQL one step stricter; None for the strictest."""
        place = self.aqls.index(aql)
        return self.aqls[place - 1] if place else None

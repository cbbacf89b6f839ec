"""bin/bench: databases full of trade, and the measurements on them."""

import argparse
import hashlib
import subprocess

from . import commands, database, odoo, paths, progress, site
from .lock import lock

FOLDER = paths.ROOT / "benchmarks"
#: What is measured against what: the template that the generator fills.
SIDES = {"host": "base", "ours": "jxc"}
SIZES = {"T": "20 products", "S": "1,000 products", "M": "10,000 products"}
#: What can be measured by itself, see benchmarks/measure.py.
PARTS = (
    "rows",
    "stock",
    "alerts",
    "ledger",
    "fefo",
    "recall",
    "needs",
    "stocktake",
    "pairs",
    "entry",
    "credit",
    "cost",
    "history",
    "match",
    "ageing",
    "statement",
    "outbox",
    "storm",
    "order",
)


def bench(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Measure our add-ons against the plain host."
    )
    sizes = ", ".join(f"{name}: {what}" for name, what in SIZES.items())
    parser.add_argument(
        "--size", action="append", choices=SIZES, help=f"{sizes}; default S (repeat)"
    )
    parser.add_argument(
        "--generate", action="store_true", help="only make and check the databases"
    )
    parser.add_argument("--turns", help="at most so many turns; 1 is a trial")
    parser.add_argument(
        "--part",
        action="append",
        choices=PARTS,
        help="only this (repeat); the other results stay",
    )
    parser.add_argument(
        "--attempts", type=int, help="of the storm; without it the size says how many"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the databases measured"
    )
    options = parser.parse_args(arguments)
    commands.prepare()
    place = site.fast().start()
    for size in options.size or ["S"]:
        made = {side: _filled(place, side, size) for side in SIDES}
        if not options.generate and (code := _measure(place, size, made, options)):
            return code
    return 0


def _environment(place: site.Site) -> dict[str, str]:
    env = {**odoo.environment(), "JXC_CONF": str(place.conf)}
    env["PYTHONPATH"] = str(FOLDER)
    return env


def _run(place: site.Site, script: str, *arguments: str) -> int:
    argv = [paths.venv_bin("python"), FOLDER / script, *arguments]
    return subprocess.call(argv, env=_environment(place), cwd=paths.ROOT)


def _digest(template: str) -> str:
    files = sorted([FOLDER / "fill.py", *(FOLDER / "generator").glob("*.py")])
    parts = [template.encode(), *(file.read_bytes() for file in files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


def _filled(place: site.Site, side: str, size: str) -> str:
    """The name of a filled and checked database, which is made once."""
    template = database.template(place, SIDES[side])
    kind = f"bench_{side}_{size.lower()}"
    name = f"tpl_{kind}_{_digest(template)}"
    if name in database.templates(place, kind):
        return name
    with lock(paths.RUN / f"bench-{place.name}.lock", "it fills a database"):
        if name in database.templates(place, kind):
            return name
        for old in place.databases():
            if old.startswith(f"tpl_{kind}_"):
                database.drop(place, old)
        database.clone(place, template, name)
        progress.say(f"── {side}: trade of size {size}")
        if _run(place, "fill.py", name, size):
            raise progress.Failure(
                f"the data of {name} is not what Odoo would have written",
                "mend benchmarks/generator; the database is left as it is",
            )
        database.write_note(place, name, {"size": size})
        return name


def _measure(place: site.Site, size: str, made: dict, options) -> int:
    names = {side: f"bench_{side}_{size.lower()}" for side in SIDES}
    for side, name in names.items():
        database.drop(place, name)
        database.clone(place, made[side], name)
    progress.say(f"── size {size}")
    turns = [options.turns] if options.turns else []
    parts = options.part or []
    if options.attempts:
        parts = [f"attempts={options.attempts}", *parts]
    code = _run(place, "measure.py", size, *names.values(), *turns, *parts)
    if not options.keep:
        for name in names.values():
            database.drop(place, name)
    return code

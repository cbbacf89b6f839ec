"""bin/test: which tests, on which database, in how many processes."""

import argparse
import os
import signal
import time

from . import addons, commands, database, paths, progress, pytests, site
from .pytests import Run

#: In the order of running; the quick ones first, so that they fail first.
LAYERS = (
    "infra",
    "logic",
    "architecture",
    "docker",
    "upgrade",
    "addons",
    "scenario",
    "browser",
)
#: Layers whose tests do not run inside Odoo, and the folders where they are.
PLAIN = LAYERS[:5]
#: The one of them that takes minutes: the layers with a database go on beside it.
SLOW = "upgrade"
#: Two processes use both cores of a small machine; each has its own database.
PROCESSES = 2
#: How long the tests of a layer run per byte of their text, those of add-ons being 1:
#: measured in a whole run. A browser's take long and are written in a few lines.
PACE = {"scenario": 2, "browser": 13}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Run the tests. What follows -- goes to pytest.",
    )
    parser.add_argument("--addon", action="append", help="only this add-on (repeat)")
    parser.add_argument("--layer", action="append", choices=LAYERS, help="(repeat)")
    parser.add_argument(
        "-k", metavar="EXPR", help="only tests that match, as in pytest"
    )
    parser.add_argument("--db", help="use this database, update what changed, keep it")
    parser.add_argument(
        "--no-update", action="store_true", help="with --db: leave the database alone"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="install into a new template, no update"
    )
    parser.add_argument("--keep-db", action="store_true", help="keep the clones")
    parser.add_argument("pytest", nargs="*", help=argparse.SUPPRESS)
    return parser


def test(arguments: list[str]) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.no_update and not options.db:
        parser.error("--no-update goes with --db")
    if options.addon:
        addons.closure(options.addon)
        options.layer = options.layer or ["addons"]
    options.layer = options.layer or list(LAYERS)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    start = time.monotonic()
    commands.prepare()
    runs = _start(plain_runs(options))
    try:
        results = [run.wait() for run in runs if run.name != SLOW]
        results += with_database(options)
        results += [run.wait() for run in runs if run.name == SLOW]
    finally:
        for run in runs:
            run.kill()
    return pytests.conclude(results, time.monotonic() - start, bool(options.k))


def _start(runs: list[Run]) -> list[Run]:
    return [run.start() for run in runs]


def plain_runs(options: argparse.Namespace) -> list[Run]:
    layers = [layer for layer in PLAIN if layer in options.layer]
    folders = [paths.ROOT / "tests" / layer for layer in layers]
    return [
        Run(folder.name, [folder], _extra(options))
        for folder in folders
        if any(folder.rglob("test_*.py"))
    ]


def _extra(options: argparse.Namespace) -> list[str]:
    return [*options.pytest, *(["-k", options.k] if options.k else [])]


def odoo_targets(options: argparse.Namespace) -> list:
    """The folders with tests that need a database."""
    targets = []
    if "addons" in options.layer:
        names = options.addon or list(addons.installable())
        targets += [paths.ADDONS / name / "tests" for name in names]
    for layer in ("scenario", "browser"):
        if layer in options.layer:
            targets.append(paths.ROOT / "tests" / layer)
    return [folder for folder in targets if any(folder.rglob("test_*.py"))]


def with_database(options: argparse.Namespace) -> list[pytests.Result]:
    targets = odoo_targets(options)
    if not targets:
        return []
    place = site.fast().start()
    if options.db:
        if not database.exists(place, options.db):
            raise progress.Failure(
                f"there is no database {options.db}",
                f"bin/newdb {options.db} makes it",
            )
        if not options.no_update:
            database.update(place, options.db, options.addon or [])
        return [_run("tests", targets, options, place, options.db).start().wait()]
    return _on_clones(options, place, targets)


def _run(name: str, targets: list, options, place: site.Site, db: str) -> Run:
    return Run(name, targets, _extra(options), place, db)


def _on_clones(options, place: site.Site, targets: list) -> list[pytests.Result]:
    source, update = _source(options, place)
    bins = split(targets, 1 if len(targets) == 1 or options.k else PROCESSES)
    names = [f"test_{os.getpid()}_{number}" for number in range(len(bins))]
    runs = []
    try:
        for name, folders in zip(names, bins, strict=True):
            with progress.step(f"database {name} from {source}"):
                database.clone(place, source, name)
            if update:
                database.write_note(place, name, database.note(place, source))
                database.update(place, name, options.addon)
            runs.append(_run(name, folders, options, place, name).start())
        return [run.wait() for run in runs]
    finally:
        for run in runs:
            run.kill()
        for name in names:
            if not options.keep_db:
                database.drop(place, name)


def _source(options, place: site.Site) -> tuple[str, bool]:
    """The template to clone, and whether its clone needs an update.

    For some add-ons only, the last template brought up to date is enough, and much
    faster than a new one: others' changes are updated only where they are installed.
    """
    if options.addon and not options.fresh:
        last = database.templates(place, "jxc") or database.templates(place, "base")
        if last:
            return last[-1], True
    return database.template(place, "jxc"), False


def split(targets: list, count: int) -> list[list]:
    """Shares of about equal work, judged by the size and the pace of the test files.

    What walks through the whole app comes first: tests of add-ons that commit, for
    their threads, leave goods behind. It is all in one share: browsers come last in it,
    when the upgrades that go on beside do not take the machine from them any more.
    """
    weight = {
        folder: PACE.get(folder.name, 1)
        * sum(file.stat().st_size for file in folder.rglob("test_*.py"))
        for folder in targets
    }
    app = [folder for folder in targets if not folder.is_relative_to(paths.ADDONS)]
    shares = [[sum(map(weight.get, app)), app], *([0, []] for _ in range(count - 1))]
    others = [folder for folder in targets if folder not in app]
    for folder in sorted(others, key=weight.get, reverse=True):
        lightest = min(shares, key=lambda share: share[0])
        lightest[0] += weight[folder]
        lightest[1].append(folder)
    return [folders for _, folders in shares if folders]

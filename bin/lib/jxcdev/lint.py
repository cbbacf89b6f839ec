"""bin/lint: every linter over its files, side by side."""

import argparse
import concurrent.futures
import hashlib
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import addons, paths, progress, system, venv
from .lock import lock

NODE = paths.ROOT / "node_modules"
NODE_STAMP = NODE / ".jxc-stamp"


def _tracked() -> list[str]:
    """Files of the repository, those not yet committed included."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = set(listing.split("\0")) - {""}
    return sorted(name for name in names if (paths.ROOT / name).is_file())


def _python() -> list[str]:
    return ["addons", "tests", "benchmarks", "bin/lib"]


def _there(folders: list[str]) -> list[str]:
    return [folder for folder in folders if (paths.ROOT / folder).exists()]


def _script(name: str) -> bool:
    first = (paths.ROOT / name).open("rb").readline()
    return first.startswith(b"#!") and first.strip().endswith((b"sh", b"bash"))


@dataclass
class Linter:
    name: str
    about: str
    #: Command line for all files, or nothing when there is nothing to check.
    argv: Callable[[list[str]], list[list[str]]]
    #: The same, changing the files.
    mend: Callable[[list[str]], list[list[str]]] | None = None
    node: bool = False


def _program(name: str) -> str:
    return str(venv.LINT.folder / "bin" / name)


def _ruff(*options: str):
    def argv(files):
        return [[_program("ruff"), *options, *_there(_python())]]

    return argv


def _per_file(suffixes: tuple, *argv: str, roots: tuple = ("",)):
    def build(files):
        chosen = [f for f in files if f.endswith(suffixes) and f.startswith(roots)]
        return [[*argv, *chosen]] if chosen else []

    return build


def _modules() -> list[str]:
    return [f"addons/{name}" for name in addons.installable()]


def _pylint(files):
    modules = _modules()
    return [[_program("pylint"), "--rcfile=.pylintrc", *modules]] if modules else []


def _oca_module(files):
    program = _program("oca-checks-odoo-module")
    return [[program, *_modules()]] if _modules() else []


def _hadolint(files):
    docker = [name for name in files if Path(name).name.startswith("Dockerfile")]
    return [[_program("hadolint"), *docker]] if docker else []


def _shell(files):
    # one by one: the shell takes further names for arguments of the first
    return [["bash", "-n", name] for name in files if _script(name)]


_PRETTY = (".xml", ".js", ".mjs", ".scss", ".css", ".json", ".yaml", ".yml")
_PRETTIER = ("node_modules/.bin/prettier", "--log-level=warn", "--cache")
_PRETTIER += ("--cache-location=.run/prettier-cache",)
_ESLINT = ("node_modules/.bin/eslint", "--max-warnings=0", "--no-warn-ignored")
#: The layout of a translation file is whatever the host's export writes.
_PO_OPTIONS = (_program("oca-checks-po"), "--disable=po-pretty-format")
_PO = _per_file((".po", ".pot"), *_PO_OPTIONS, roots=("addons/",))

LINTERS = [
    Linter("ruff", "Python: mistakes", _ruff("check"), _ruff("check", "--fix")),
    Linter("format", "Python: layout", _ruff("format", "--check"), _ruff("format")),
    Linter("pylint", "Odoo's mandatory checks", _pylint),
    Linter("oca", "OCA's checks of add-ons", _oca_module),
    Linter("po", "OCA's checks of translations", _PO),
    Linter("hadolint", "Dockerfiles", _hadolint),
    Linter("shell", "syntax of shell scripts", _shell),
    Linter(
        "eslint",
        "JavaScript",
        _per_file((".js", ".mjs"), *_ESLINT),
        _per_file((".js", ".mjs"), *_ESLINT, "--fix"),
        node=True,
    ),
    Linter(
        "prettier",
        "XML, JavaScript, SCSS, YAML: layout",
        _per_file(_PRETTY, *_PRETTIER, "--check"),
        _per_file(_PRETTY, *_PRETTIER, "--write"),
        node=True,
    ),
]


def lint(arguments: list[str]) -> int:
    names = [linter.name for linter in LINTERS]
    parser = argparse.ArgumentParser(
        prog="bin/lint", description="Run every linter, or those named."
    )
    parser.add_argument("linter", nargs="*", help=", ".join(names))
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    options = parser.parse_args(arguments)
    unknown = set(options.linter) - set(names)
    if unknown:
        parser.error(f"no such linter: {', '.join(sorted(unknown))}")
    chosen = [
        one for one in LINTERS if not options.linter or one.name in options.linter
    ]
    _prepare(any(one.node for one in chosen))
    files = _tracked()
    if options.fix:  # one after the other: they write the same files
        for one in chosen:
            if one.mend:
                _run(one, one.mend(files))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        passed = list(pool.map(lambda one: _run(one, one.argv(files), True), chosen))
    if not all(passed):
        progress.say("✗ lint failed; bin/lint --fix mends what can be mended")
        return 1
    progress.say("✓ lint passed")
    return 0


def _prepare(node: bool) -> None:
    paths.LOG.mkdir(parents=True, exist_ok=True)
    wanted = {"python3-venv": system.PACKAGES["python3-venv"]}
    if node:
        wanted |= system.NODE
    system.ensure(wanted)
    venv.LINT.ensure()
    if node:
        _install_node()


def _install_node() -> None:
    files = ("package.json", "package-lock.json")
    text = "".join((paths.ROOT / name).read_text() for name in files)
    wanted = hashlib.sha256(text.encode()).hexdigest()
    if NODE_STAMP.exists() and NODE_STAMP.read_text() == wanted:
        return
    with lock(paths.RUN / "node.lock", "it installs the JavaScript linters"):
        progress.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            log="npm.log",
            title="JavaScript linters",
            advice="is there a network, and does npm reach a registry?",
        )
        NODE_STAMP.write_text(wanted)


def _run(one: Linter, argvs: list[list[str]], report: bool = False) -> bool:
    start = time.monotonic()
    outputs, failed = [], False
    for argv in argvs:
        result = subprocess.run(
            argv,
            cwd=paths.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        failed = failed or bool(result.returncode)
        outputs.append(result.stdout)
    if report:
        mark = "✗" if failed else "✓"
        seconds = time.monotonic() - start
        text = "".join(outputs).rstrip() if failed else ""
        progress.say(
            f"{mark} {one.name}: {one.about} ({seconds:.1f} s)\n{text}".rstrip()
        )
    return not failed

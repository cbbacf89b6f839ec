"""Running the host: its environment, its commands, and the warnings in its log."""

import os
import re
import subprocess
from pathlib import Path

from . import paths, progress, system
from .site import Site

#: Lines of the host's own log that are none of our doing, each with its reason.
ALLOWED = [
    # the host's translations of Debian's build, as they are
    r"no translation for language",
    # the test cluster and the demo are reached over a socket without password
    r"odoo\.sql_db: .*(rollback|terminating connection)",
]
_LEVEL = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) ")


def environment() -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if k != "ODOO_RC"},
        "PATH": system.path_with_tools(),
        # without it fontconfig picks Japanese glyphs for Chinese characters
        "FC_LANG": "zh-cn",
        "PYTHONUNBUFFERED": "1",
    }


#: Commands whose configuration is an option of their subcommand.
_NESTED = ("module", "i18n")


def argv(site: Site, *command: str) -> list[str]:
    """``odoo COMMAND -c CONF …``; the options after it may override."""
    name, *options = command
    first = options[:1] if name in _NESTED else []
    conf = ["-c", str(site.conf)]
    return [paths.venv_bin("odoo"), name, *first, *conf, *options[len(first) :]]


def call(site: Site, *command: str) -> int:
    """In the foreground, with the user's terminal."""
    return subprocess.call(argv(site, *command), env=environment(), cwd=paths.ROOT)


def complaints(log: Path) -> list[str]:
    """Warnings and errors in a log, but for those that are allowed."""
    found = []
    for line in log.read_text(errors="replace").splitlines():
        if _LEVEL.match(line) and not any(re.search(rule, line) for rule in ALLOWED):
            found.append(line)
    return found


def run(site: Site, *command: str, log: str, title: str, strict: bool = False) -> None:
    """With its output in a log; ``strict``: a warning in it is a failure."""
    advice = "mend the add-on and start again"
    file = progress.run(
        argv(site, *command), log=log, title=title, env=environment(), advice=advice
    )
    lines = complaints(file)
    errors = [line for line in lines if " WARNING " not in line[:45]]
    if lines if strict else errors:
        raise progress.Failure(
            f"{title}: {len(lines)} warnings or errors in the log:\n  "
            + "\n  ".join(line[:300] for line in lines[:10]),
            f"{advice}; the whole log: {file}",
        )

"""Debian packages downloaded, never installed, with a configuration of our own.

The machine's package lists and sources stay untouched: apt gets its own sources
list, lists and cache below the shared cache folder.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths, progress

KEYRINGS = "/usr/share/keyrings/debian-archive-keyring.gpg"
SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d")


def machine_mirror() -> str:
    """The Debian mirror that this machine uses, or the one the user names."""
    named = os.environ.get("JXC_DEBIAN_MIRROR")
    if named:
        return named
    files = [Path(SOURCES[0]), *sorted(Path(SOURCES[1]).glob("*"))]
    for file in files:
        if file.suffix not in (".list", ".sources") or not file.is_file():
            continue
        for url in re.findall(r"^(?:deb |URIs:).*?(\w+:\S+)", file.read_text(), re.M):
            if re.search(r"/debian/?$", url):
                return url
    raise progress.Failure(
        "no Debian mirror in this machine's apt sources",
        "name one in the variable JXC_DEBIAN_MIRROR, or point ODOO_HOME to an Odoo 19",
    )


class Suite:
    """One suite of Debian's archive, seen through apt."""

    def __init__(self, name: str, mirror: str):
        self.name = name
        self.base = paths.cache() / "apt" / name
        self.sources = self.base / "sources.list"
        self.mirror = mirror

    def _argv(self, *command: str) -> list[str]:
        options = {
            "Dir::Etc::sourcelist": self.sources,
            "Dir::Etc::sourceparts": "-",
            "Dir::State::lists": self.base / "lists",
            "Dir::Cache": self.base,
            "APT::Sandbox::User": "",
            "APT::Get::List-Cleanup": "0",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        flags = [part for k, v in options.items() for part in ("-o", f"{k}={v}")]
        return ["apt-get", "-q", *flags, *command]

    def update(self) -> None:
        for folder in ("lists/partial", "archives/partial"):
            (self.base / folder).mkdir(parents=True, exist_ok=True)
        self.sources.write_text(
            f"deb [signed-by={KEYRINGS}] {self.mirror} {self.name} main\n"
        )
        progress.run(
            self._argv("update"),
            log=f"apt-{self.name}-update.log",
            title=f"package lists of Debian {self.name}",
            advice="is there a network? JXC_DEBIAN_MIRROR names another mirror",
        )

    def version(self, package: str) -> str | None:
        argv = self._argv("show", package)
        argv[0] = "apt-cache"
        text = subprocess.run(
            [arg for arg in argv if arg != "-q"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        found = re.search(r"^Version: (\S+)", text, re.M)
        return found[1] if found else None

    def download(self, packages: list[str], target: Path) -> None:
        target.mkdir(parents=True, exist_ok=True)
        progress.run(
            self._argv("download", *packages),
            log=f"apt-{self.name}-download.log",
            title=f"download from Debian {self.name}: {' '.join(packages)}",
            advice="is there a network? JXC_DEBIAN_MIRROR names another mirror",
            cwd=target,
        )


def require_apt() -> None:
    if not shutil.which("apt-get") or not Path(KEYRINGS).exists():
        raise progress.Failure(
            "this machine has no apt with Debian's keyring to fetch Odoo 19 with",
            "install Odoo 19.0 and name its folder in the variable ODOO_HOME",
        )

"""Python environments, rebuilt only when what they depend on changes."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import host, paths, progress, wheel
from .lock import lock

#: What Odoo itself needs; the wheel of the host declares it.
HOST_REQUIREMENTS = "requirements.txt"
#: What our add-ons need; on a server with Odoo it is all there is to install.
ADDON_REQUIREMENTS = "requirements-addons.txt"


def requirements(name: str) -> list[str]:
    lines = (paths.ROOT / name).read_text().splitlines()
    return [line for line in map(str.strip, lines) if line and line[0] not in "#-"]


@dataclass
class Environment:
    folder: Path
    requirements: str
    #: Install Odoo itself as well?
    odoo: bool = False

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    @property
    def stamp(self) -> Path:
        return self.folder / "jxc-stamp"

    def ensure(self) -> None:
        tree = host.locate() if self.odoo else None
        wanted = self._fingerprint(tree)
        if self._is(wanted):
            return
        with lock(self.folder.with_suffix(".lock"), "it installs Python packages"):
            if not self._is(wanted):
                self._install(tree)
                self.stamp.write_text(wanted)

    def _is(self, wanted: str) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == wanted

    def _fingerprint(self, tree: Path | None) -> str:
        parts = [sys.version, str(tree), wheel.NAME]
        inner = (HOST_REQUIREMENTS, ADDON_REQUIREMENTS) if self.odoo else ()
        for name in (*inner, self.requirements):
            parts.append((paths.ROOT / name).read_text())
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def _install(self, tree: Path | None) -> None:
        if not self._same_python():
            shutil.rmtree(self.folder, ignore_errors=True)
            progress.run(
                [sys.executable, "-m", "venv", self.folder],
                log="venv.log",
                title="Python environment",
                advice="install the package python3-venv",
            )
        self.stamp.unlink(missing_ok=True)
        pip = [self.python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        progress.run(
            [*pip, "--prefer-binary", "-r", paths.ROOT / self.requirements],
            log=f"pip-{self.folder.name}.log",
            title=f"Python packages ({self.requirements})",
            advice="is there a network, and does pip reach a package index?",
        )
        if tree:
            needed = requirements(HOST_REQUIREMENTS)
            built = wheel.build(paths.RUN / "wheel", tree, needed)
            options = ["--no-deps", "--force-reinstall", built]
            progress.run([*pip, *options], log="pip-odoo.log")
        progress.run([self.python, "-m", "pip", "check"], log="pip-check.log")

    def _same_python(self) -> bool:
        if not Path(self.python).exists():
            return False
        script = "import sys; print(sys.version)"
        answer = subprocess.run(
            [self.python, "-c", script], capture_output=True, text=True, check=False
        )
        return answer.stdout.strip() == sys.version.strip()


MAIN = Environment(paths.VENV, "requirements-dev.txt", odoo=True)
LINT = Environment(paths.RUN / "venv-lint", "requirements-lint.txt")

"""The checkout's Python environment, rebuilt only when what it depends on changes."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from . import paths, progress, wheel
from .lock import lock

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
STAMP = paths.VENV / "jxc-stamp"


def requirements(name: str) -> list[str]:
    lines = (paths.ROOT / name).read_text().splitlines()
    return [line for line in map(str.strip, lines) if line and line[0] not in "#-"]


def fingerprint(tree: Path) -> str:
    parts = [sys.version, str(tree), wheel.NAME]
    parts += [(paths.ROOT / name).read_text() for name in REQUIREMENTS]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def ensure(tree: Path) -> None:
    wanted = fingerprint(tree)
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    with lock(paths.RUN / "venv.lock", "it installs the Python packages"):
        if STAMP.exists() and STAMP.read_text() == wanted:
            return
        _install(tree)
        STAMP.write_text(wanted)


def _install(tree: Path) -> None:
    python = paths.venv_bin("python")
    if not _same_python(python):
        shutil.rmtree(paths.VENV, ignore_errors=True)
        progress.run(
            [sys.executable, "-m", "venv", paths.VENV],
            log="venv.log",
            title="Python environment",
            advice="install the package python3-venv",
        )
    STAMP.unlink(missing_ok=True)
    for stray in paths.VENV.glob("lib/python3*/site-packages/odoo*.pth"):
        stray.unlink()
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    advice = "is there a network, and does pip reach a package index?"
    progress.run(
        [*pip, "--prefer-binary", "-r", paths.ROOT / REQUIREMENTS[-1]],
        log="pip.log",
        title="Python packages",
        advice=advice,
    )
    host = wheel.build(paths.RUN / "wheel", tree, requirements(REQUIREMENTS[0]))
    progress.run([*pip, "--no-deps", "--force-reinstall", host], log="pip-odoo.log")
    progress.run([python, "-m", "pip", "check"], log="pip-check.log")


def _same_python(python: str) -> bool:
    if not Path(python).exists():
        return False
    script = "import sys; print(sys.version)"
    answer = subprocess.run(
        [python, "-c", script], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() == sys.version.strip()

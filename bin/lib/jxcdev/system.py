"""Programs of the operating system: found, or installed with apt, or asked for."""

import glob
import os
import shutil
from pathlib import Path

from . import paths, progress


def _pg_bin() -> Path | None:
    """The newest PostgreSQL; Debian keeps its server programs off the PATH."""
    for folder in sorted(
        glob.glob("/usr/lib/postgresql/*/bin"),
        key=lambda name: float(name.split("/")[4]),
        reverse=True,
    ):
        if os.access(f"{folder}/initdb", os.X_OK):
            return Path(folder)
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def pg_bin() -> Path:
    found = _pg_bin()
    if not found:
        raise progress.Failure(
            "PostgreSQL's server programs are missing",
            "install the package postgresql, or name a server in odoo.conf (db_host)",
        )
    return found


def _font() -> bool:
    listing = shutil.which("fc-list")
    if not listing:
        return False
    return bool(os.popen("fc-list :lang=zh-cn family").read().strip())


def _venv() -> bool:
    try:
        import ensurepip  # noqa: F401  (Debian splits it off into python3-venv)
    except ImportError:
        return False
    return True


CHROMIUM = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


#: package → how to see that the machine has what it brings
PACKAGES = {
    "python3-venv": _venv,
    "postgresql": _pg_bin,
    "chromium": chromium,
    "fonts-noto-cjk": _font,
    "poppler-utils": lambda: shutil.which("pdftotext"),
}
NODE = {"npm": lambda: shutil.which("npm")}


def missing(wanted: dict) -> list[str]:
    return [package for package, there in wanted.items() if not there()]


def ensure(wanted: dict) -> None:
    packages = missing(wanted)
    if not packages:
        return
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or ""]
    if sudo == [""] or not shutil.which("apt-get"):
        raise progress.Failure(
            f"these packages are missing: {', '.join(packages)}",
            f"install them as an administrator (Debian: {command}) and start again",
        )
    if sudo:
        sudo += ["-n"]
    env = {"DEBIAN_FRONTEND": "noninteractive"}
    advice = f"run it by hand as root: apt-get update && {command}"
    progress.run(
        [*sudo, "apt-get", "-q", "update"],
        log="apt-update.log",
        title="apt-get update",
        advice=advice,
        env=env,
    )
    progress.run(
        [*sudo, *command.split(), "-y", "-q"],
        log="apt-install.log",
        title=f"apt-get install {' '.join(packages)}",
        advice=advice,
        env=env,
    )


def path_with_tools() -> str:
    """PATH for Odoo: our venv, and our wkhtmltopdf where there is no patched one."""
    entries = [str(paths.VENV / "bin")]
    if not _patched_wkhtmltopdf():
        entries.append(str(paths.LIB / "wkhtmltopdf"))
    return os.pathsep.join([*entries, os.environ.get("PATH", "")])


def _patched_wkhtmltopdf() -> bool:
    found = shutil.which("wkhtmltopdf")
    return bool(found) and "patched qt" in os.popen(f"'{found}' --version").read()

"""The host: Odoo 19.0, the user's own or downloaded and unpacked once per machine."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import apt, paths, progress
from .lock import lock

PACKAGE = "odoo-19"
#: The version that JXC is tested with; asked for first.
KNOWN = "19.0.0+dfsg-1"
#: Linked to from Odoo's tree. Roboto and Montserrat are the fonts of its documents.
SID = [
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
]
#: sid's versions of these moved their files to other folders.
BOOKWORM = ["fonts-font-awesome", "fonts-inconsolata"]
TREE = "usr/lib/python3/dist-packages"
#: A partial duplicate of the add-ons, and metadata that contradicts our pins.
LEFT_OUT = ["addons", "setup", "doc", "*.egg-info"]
#: Debian's repack dropped it, but mail's manifest still lists it: without the
#: file every page logs an error, and every browser test fails on that.
STUBS = {
    "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js": (
        "/* Left out of this distribution: no background blur in calls. */\n"
    ),
}


@functools.cache
def locate() -> Path:
    """The folder to put on sys.path so that ``import odoo`` finds Odoo 19."""
    named = os.environ.get("ODOO_HOME")
    if named:
        return _check_home(Path(named).expanduser().resolve())
    return _importable() or _unpacked()


def _check_home(home: Path) -> Path:
    release = home / "odoo" / "release.py"
    if not release.is_file() or "(19, 0" not in release.read_text():
        raise progress.Failure(
            f"ODOO_HOME={home} is no Odoo 19.0", "it must hold odoo/release.py"
        )
    return home


def _importable() -> Path | None:
    """An Odoo 19 that the machine's own Python can import (as in Odoo's image)."""
    script = "import odoo.release as r; print(r.version_info[0], r.__file__)"
    for python in dict.fromkeys((sys.executable, "/usr/bin/python3")):
        if not os.access(python, os.X_OK):
            continue
        answer = subprocess.run(
            [python, "-I", "-c", script], capture_output=True, text=True, check=False
        ).stdout.split()
        if answer[:1] == ["19"]:
            return Path(answer[1]).parents[1]
    return None


def _unpacked() -> Path:
    known = paths.cache() / f"odoo-{KNOWN}"
    if _complete(known):
        return known / TREE
    with lock(paths.cache() / "host.lock", "it downloads the host"):
        for tree in [known, *sorted(paths.cache().glob("odoo-19*"), reverse=True)]:
            if _complete(tree):
                return tree / TREE
        return _fetch() / TREE


def _complete(tree: Path) -> bool:
    # The tree is renamed into place as the last act, so that it is there is enough.
    return (tree / TREE / "odoo" / "release.py").is_file()


def _fetch() -> Path:
    apt.require_apt()
    version, debs = _download()
    target = paths.cache() / f"odoo-{version}"
    with tempfile.TemporaryDirectory(dir=paths.cache(), prefix="unpack-") as temporary:
        tree = Path(temporary) / "tree"
        with progress.step(f"unpack Odoo {version}"):
            _unpack(debs, tree)
            _write_stubs(tree)
            check_links(tree)
        if target.exists():
            shutil.rmtree(target)
        tree.rename(target)
    return target


def _download() -> tuple[str, list[Path]]:
    """Ask for the known version; when the suite has moved on, take what it has."""
    debs = paths.cache() / "debs"
    wanted = [PACKAGE, *SID, *BOOKWORM]
    if not all(_deb(debs, name) for name in wanted):
        mirror = apt.machine_mirror()
        sid, bookworm = (apt.Suite(name, mirror) for name in ("sid", "bookworm"))
        sid.update()
        bookworm.update()
        found = sid.version(PACKAGE)
        if not found:
            raise progress.Failure(
                f"Debian sid has no {PACKAGE} any more",
                "install Odoo 19.0 and name its folder in the variable ODOO_HOME",
            )
        if found != KNOWN:
            progress.say(f"! Odoo {KNOWN} has gone from Debian sid; trying {found}")
        sid.download([f"{PACKAGE}={found}", *SID], debs)
        bookworm.download(BOOKWORM, debs)
    files = [_deb(debs, name) for name in wanted]
    return files[0].name.split("_")[1].replace("%3a", ":"), files


def _deb(folder: Path, package: str) -> Path | None:
    found = sorted(
        folder.glob(f"{package}_*.deb"), key=lambda file: file.stat().st_mtime
    )
    return found[-1] if found else None


def _unpack(debs: list[Path], tree: Path) -> None:
    tree.mkdir(parents=True)
    leave = [f"--exclude=./{TREE}/{name}" for name in LEFT_OUT]
    for deb in debs:
        with subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE
        ) as source:
            tar = ["tar", "-x", "-C", tree, "--no-same-owner", *leave]
            code = subprocess.run(tar, stdin=source.stdout, check=False).returncode
        if code or source.returncode:
            raise progress.Failure(
                f"cannot unpack {deb.name}", f"delete {deb} and start again"
            )
    for translation in tree.rglob("*.po"):
        # Of 1.2 GB, 0.8 are the other languages.
        if translation.name != "zh_CN.po":
            translation.unlink()
    doc = tree / "usr/share/doc"
    shutil.rmtree(doc, ignore_errors=True)


def _write_stubs(tree: Path) -> None:
    for name, content in STUBS.items():
        file = tree / TREE / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)


def resolve_in(tree: Path, link: Path) -> Path:
    """Where ``link`` leads when ``tree`` is taken for the root of the machine."""
    target = Path(os.readlink(link))
    if target.is_absolute():
        return tree / target.relative_to("/")
    return link.parent / target


def check_links(tree: Path) -> None:
    """Make absolute links relative to the tree; fail on one that leads nowhere."""
    links = [path for path in tree.rglob("*") if path.is_symlink()]
    for link in links:
        if Path(os.readlink(link)).is_absolute():
            target = resolve_in(tree, link)
            link.unlink()
            link.symlink_to(os.path.relpath(target, link.parent))
    dangling = [str(link.relative_to(tree)) for link in links if not link.exists()]
    if dangling:
        raise progress.Failure(
            "links of the unpacked host lead nowhere: " + ", ".join(dangling[:5]),
            "a package that the host links to is missing or changed its layout",
        )

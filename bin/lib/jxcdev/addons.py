"""Our add-ons: which there are, what they depend on, and a hash of their content."""

import ast
import contextlib
import hashlib
import shutil
import tempfile
from pathlib import Path

from . import paths
from .progress import Failure

#: What does not reach the database: tests, and what the browser fetches as a file.
#: (Compiled bundles carry their own checksum, so a stale one is never served.)
_NOT_IN_DATABASE = {"tests", "__pycache__", "README.rst", "README.md"}
_SUFFIXES = {".py", ".xml", ".csv", ".js", ".json", ".po", ".pot", ".sql", ".html"}
#: Installed only on request: it is demo data.
DEMO = "jxc_demo"


def manifest(addon: Path) -> dict:
    try:
        return ast.literal_eval((addon / "__manifest__.py").read_text())
    except (ValueError, SyntaxError) as error:
        raise Failure(f"{addon.name}/__manifest__.py: {error}", "mend it") from error


def installable() -> dict[str, dict]:
    """Name → manifest of each installable add-on, in the order of names."""
    found = {}
    for file in sorted(paths.ADDONS.glob("*/__manifest__.py")):
        data = manifest(file.parent)
        if data.get("installable", True):
            found[file.parent.name] = data
    return found


def closure(names: list[str]) -> set[str]:
    """``names`` and those of our add-ons that they depend upon."""
    ours = installable()
    unknown = [name for name in names if name not in ours]
    if unknown:
        raise Failure(
            f"no installable add-on {', '.join(unknown)} in addons/",
            f"there are: {', '.join(ours) or 'none'}",
        )
    todo, seen = list(names), set()
    while todo:
        name = todo.pop()
        if name in ours and name not in seen:
            seen.add(name)
            todo += ours[name].get("depends", [])
    return seen


def _counts(addon: Path, file: Path) -> bool:
    parts = file.relative_to(addon).parts
    if _NOT_IN_DATABASE & set(parts):
        return False
    if parts[0] == "static":
        return parts[1] == "description"
    return file.suffix in _SUFFIXES


def digest(addon: Path) -> str:
    """A hash of whatever in ``addon`` has a say in what is in the database."""
    total = hashlib.sha256()
    for file in sorted(addon.rglob("*")):
        if file.is_file() and _counts(addon, file):
            total.update(str(file.relative_to(addon)).encode() + b"\0")
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def digests(names=None, folder: Path = paths.ADDONS) -> dict[str, str]:
    names = installable() if names is None else names
    return {name: digest(folder / name) for name in sorted(names)}


@contextlib.contextmanager
def snapshot():
    """A copy of addons/, for work of minutes that an edit must not disturb."""
    with tempfile.TemporaryDirectory(dir=paths.RUN, prefix="addons-") as temporary:
        folder = Path(temporary) / "addons"
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(paths.ADDONS, folder, symlinks=True, ignore=ignore)
        yield folder

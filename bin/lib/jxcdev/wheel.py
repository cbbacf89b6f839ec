"""A tiny wheel that makes pip know the host: a path, metadata, a console script.

Debian's metadata contradicts the pins, and a bare .pth is invisible to pip, so
wheels that require ``odoo`` would not resolve.
"""

import base64
import hashlib
import zipfile
from pathlib import Path

NAME = "odoo-19.0"


def build(folder: Path, tree: Path, requirements: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{NAME}.dist-info"
    requires = "".join(f"Requires-Dist: {line}\n" for line in requirements)
    files = {
        "odoo_host.pth": f"{tree}\n",
        f"{info}/METADATA": (
            "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n"
            f"Summary: Odoo 19.0 Community, unpacked elsewhere\n{requires}"
        ),
        f"{info}/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: jxcdev\n"
            "Root-Is-Purelib: true\nTag: py3-none-any\n"
        ),
        f"{info}/entry_points.txt": "[console_scripts]\nodoo = odoo.cli:main\n",
    }
    record = "".join(map(_record, files.items())) + f"{info}/RECORD,,\n"
    wheel = folder / f"{NAME}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in {**files, f"{info}/RECORD": record}.items():
            archive.writestr(name, content)
    return wheel


def _record(item: tuple[str, str]) -> str:
    name, content = item
    digest = hashlib.sha256(content.encode()).digest()
    code = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return f"{name},sha256={code},{len(content.encode())}\n"

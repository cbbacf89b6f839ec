"""Where things are. Nothing here touches the disk."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ADDONS = ROOT / "addons"
LIB = ROOT / "bin" / "lib"
CONF = ROOT / "odoo.conf"
#: Everything that a checkout generates; delete it (after bin/stop) to start over.
RUN = ROOT / ".run"
LOG = RUN / "log"
VENV = RUN / "venv"
#: Tells checkouts apart where something must live outside of them.
CHECKOUT_ID = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def cache() -> Path:
    """What all checkouts of a user share: the downloaded and unpacked host."""
    named = os.environ.get("JXC_CACHE")
    if named:
        return Path(named).expanduser().resolve()
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "jxc"


def venv_bin(program: str) -> str:
    return str(VENV / "bin" / program)

"""Load the add-ons' ``logic`` packages without Odoo.

Each add-on is registered as a package without contents whose ``__path__`` is its
folder: ``from jxc_purchase.logic.vendor import choose`` finds the file and never
runs ``jxc_purchase/__init__.py``. ``odoo`` cannot be imported here, so arithmetic
that reaches for the database fails at once, and not in some later reader's hands.
"""

import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from hypothesis import settings

# How long an example takes says something about the machine, and nothing about us.
settings.register_profile("jxc", deadline=None)
# By hand: -- --hypothesis-profile=fuzz
settings.register_profile("fuzz", deadline=None, max_examples=100_000)
settings.load_profile("jxc")

ADDONS = Path(__file__).resolve().parents[2] / "addons"


class _RefuseOdoo:
    """The first finder asked: says no to the host, and only to the host."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "odoo":
            raise ImportError(
                f"{name}: logic/ must not import odoo; pass it plain values instead"
            )


def _register(addon):
    package = ModuleType(addon.name)
    package.__path__ = [str(addon)]
    package.__spec__ = ModuleSpec(addon.name, None, is_package=True)
    package.__spec__.submodule_search_locations = package.__path__
    sys.modules[addon.name] = package


if not any(name.partition(".")[0] == "odoo" for name in sys.modules):
    sys.meta_path.insert(0, _RefuseOdoo)
for _manifest in sorted(ADDONS.glob("*/__manifest__.py")):
    _register(_manifest.parent)

"""pytest plugin for tests that run inside Odoo; loaded by bin/test only."""

import pytest

from odoo.tests.common import BaseCase

# Odoo gives tags only to tests of add-ons; those in tests/ need the attributes too.
BaseCase.test_tags = {"standard", "post_install"}
BaseCase.test_module = "jxc"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Odoo's own order: as written, at-install before post-install."""
    items.sort(key=lambda item: "post_install" in getattr(item.cls, "test_tags", ()))

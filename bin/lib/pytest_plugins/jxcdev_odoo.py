"""pytest plugin for tests that run inside Odoo; loaded by bin/test only."""

import pytest

from odoo.sql_db import db_connect
from odoo.tests.common import BaseCase, get_db_name

# Odoo gives tags only to tests of add-ons; those in tests/ need the attributes too.
BaseCase.test_tags = {"standard", "post_install"}
BaseCase.test_module = "jxc"

_analyzed = set()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Odoo's own order: as written, at-install before post-install."""
    items.sort(key=lambda item: "post_install" in getattr(item.cls, "test_tags", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Tests of several sessions commit what they make, faster than PostgreSQL takes
    notice: with the statistics of an empty table, the host's search of products has
    been seen to run for ten minutes over 250 of them."""
    if item.path in _analyzed or item.path.parent.name not in ("browser", "scenario"):
        return
    _analyzed.add(item.path)
    with db_connect(get_db_name()).cursor() as cr:
        cr.execute("ANALYZE")

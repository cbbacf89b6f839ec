"""Odoo in a process of the benchmark's."""

import contextlib
import functools
import os
import platform
import time
from pathlib import Path

import odoo.init  # noqa: F401  from here on `from odoo import …` works
from odoo import SUPERUSER_ID, api, release
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config


@functools.cache
def _configure():
    config.parse_config(["-c", os.environ["JXC_CONF"], "--log-level=warn"])


@contextlib.contextmanager
def environment(database, login=None):
    """An environment of a new transaction, of superuser or of a user."""
    _configure()
    with contextlib.closing(Registry(database).cursor()) as cr:
        # What helpers of the server process work would be seen by nobody.
        cr.execute("SET max_parallel_workers_per_gather = 0")
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "zh_CN"})
        if login:
            user = env["res.users"].search([("login", "=", login)])
            env = env(user=user.id)
        yield env


def vacuum(database):
    """As autovacuum would have done over the year."""
    with contextlib.closing(db_connect(database).cursor()) as cr:
        cr._cnx.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM (ANALYZE)")


def cpu_seconds(cr):
    """What this process and its server process have worked, waiting left out.

    On a shared machine this is what can be compared. None where the server is on
    another machine.
    """
    try:
        ran = Path(f"/proc/{cr._cnx.info.backend_pid}/schedstat").read_text()
    except OSError:
        return None
    return time.process_time() + int(ran.split()[0]) / 1e9


def versions(database):
    with environment(database) as env:
        server = env.cr._cnx.server_version // 10000
    return {
        "Odoo": release.version,
        "PostgreSQL": str(server),
        "Python": platform.python_version(),
    }

"""Small transactions of our own, beside the one of whoever calls."""

import os
import threading
from collections import Counter

import psycopg2
from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import SUPERUSER_ID, api, fields, sql_db
from odoo.tools import SQL

from odoo.addons.base.models.ir_cron import ODOO_NOTIFY_FUNCTION

TRIES = 20


def transaction(env, function):
    """Run ``function`` of an environment and have it committed when this returns.

    What another sender changed meanwhile is looked at again, with fresh figures.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with env.registry.cursor() as cr:
                return function(api.Environment(cr, SUPERUSER_ID, {}))
        except (SerializationFailure, DeadlockDetected):
            if attempt == TRIES:
                raise
    return None


def wake(env, cron):
    """Have a scheduled action run once this transaction is committed.

    One trigger does for all of a transaction. It is looked for, as a savepoint may
    have taken it back; what was written after it, and stays, has one then.
    :param cron: its XML ID
    """
    known, triggers = (__name__, cron), env["ir.cron.trigger"].sudo()
    if triggers.browse(env.cr.cache.get(known)).exists():
        return
    number = env["ir.model.data"]._xmlid_to_res_id(cron, raise_if_not_found=True)
    # As the host's ``_trigger``, which asks four times as many queries: whoever posts
    # a document, or waits for an answer, pays for them.
    env.cr.execute(
        SQL(
            """
            INSERT INTO ir_cron_trigger
                   (cron_id, call_at, create_uid, create_date, write_uid, write_date)
            SELECT id, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM ir_cron WHERE id = %(cron)s AND active
         RETURNING id
            """,
            now=fields.Datetime.now(),
            uid=env.uid,
            cron=number,
        )
    )
    found = env.cr.fetchone()
    if found:
        env.cr.cache[known] = found[0]
        env.cr.postcommit.add(lambda: _bell.ring(env))


class _Bell:
    """Wakes the host's scheduler as the host does, by a connection that stays open.

    The host opens one for each notice, which costs more than all the rest of an answer.
    """

    def __init__(self):
        self._lock, self._process, self._line = threading.Lock(), None, None

    def ring(self, env):
        notice = f"SELECT {ODOO_NOTIFY_FUNCTION}('cron_trigger', %s)"
        with self._lock:
            try:
                with self._open().cursor() as cr:
                    cr.execute(notice, [env.cr.dbname])
                return
            except psycopg2.Error:
                self._process = None  # it was closed: another one the next time
        env["ir.cron"]._notifydb()

    def _open(self):
        """A process that was forked has a line of its own."""
        if self._process != os.getpid() or self._line.closed:
            _name, info = sql_db.connection_info_for("postgres")
            self._line = psycopg2.connect(**info)
            self._line.autocommit, self._process = True, os.getpid()
        return self._line


_bell = _Bell()


class Later(Exception):
    """What an event needs is not to be had now; its text says what."""


class Sending:
    """What a sender remembers while it sends a batch, from one snapshot."""

    def __init__(self):
        #: By account: calls to be counted when the batch is over, and fresh tokens.
        self.calls, self.tokens = Counter(), {}

    @classmethod
    def of(cls, env):
        """The one that runs, or a new one; no client has such an object."""
        found = env.context.get("jxc_sending")
        return found if isinstance(found, cls) else None

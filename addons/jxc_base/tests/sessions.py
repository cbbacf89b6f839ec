"""Sessions at the same moment, for the tests of what must happen once."""

import threading
from functools import partial
from time import monotonic
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .common import new_role_user


class SessionsCase(BaseCase):
    """Sessions with cursors of their own, that commit.

    What they need is made by ``_make``; what is left at the end, ``_clean`` deletes,
    or puts out of sight where nobody may delete it.
    """

    #: Who works in the sessions, ``user_id``: a key of :data:`~.common.ROLES`.
    _role = None

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self._env(cr)
            login = f"{self._role}_{uuid4().hex}"
            self.user_id = new_role_user(env, self._role, login).id
            self._make(env)
        self.addCleanup(self._leave)

    def _leave(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            self._clean(env)
            env["res.users"].browse(self.user_id).active = False

    def _env(self, cr, user=SUPERUSER_ID):
        return api.Environment(cr, user, {"tracking_disable": True})

    def _make(self, env):
        """Make what the sessions work on."""

    def _clean(self, env):
        """Delete it, or put it out of sight."""


def run_sessions(registry, uid, jobs, context=None, seconds=90):
    """Run each list of calls in a session of its own, as the server does: with its
    own cursor, through the RPC layer and its retries.

    :param jobs: lists of (model, method, positional arguments), or of functions of
        the environment where something else than an RPC calls.
    :return: the outcome of every call, in the order they ended: None, or the error.
    :raise TimeoutError: a session hangs.
    """
    outcomes, start = [], threading.Barrier(len(jobs))

    def session(calls):
        start.wait(30)
        for call in calls:
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, context or {})
                try:
                    retrying(_request(env, call), env)
                    outcomes.append(None)
                except Exception as error:  # noqa: BLE001  the test judges it
                    outcomes.append(error)
                    cr.rollback()

    threads = [
        threading.Thread(target=session, args=(job,), daemon=True) for job in jobs
    ]
    deadline = monotonic() + seconds
    with mute_logger("odoo.sql_db", "odoo.service.model"):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(deadline - monotonic(), 0))
    if any(thread.is_alive() for thread in threads):
        raise TimeoutError("a session hangs")
    return outcomes


def _request(env, call):
    if callable(call):
        return partial(call, env)
    model, method, args = call
    return partial(call_kw, env[model], method, args, {"context": env.context})

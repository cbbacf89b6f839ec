"""Sessions at the same moment, for the tests of what must happen once."""

import threading
from functools import partial
from time import monotonic

from odoo import api
from odoo.service.model import call_kw, retrying
from odoo.tools import mute_logger


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

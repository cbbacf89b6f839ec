"""Small transactions of our own, beside the one of whoever calls."""

from collections import Counter

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo import SUPERUSER_ID, api

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
    made = env["ir.cron"].sudo().browse(number)._trigger()
    env.cr.cache[known] = made.id


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

"""Small transactions of our own, beside the one of whoever calls."""

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

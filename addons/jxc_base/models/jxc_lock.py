from hashlib import blake2b
from uuid import uuid4

from odoo import api, fields, models
from odoo.tools import SQL

#: More advisory locks than this at once would eat up those of the whole server.
MANY = 500


class JxcLock(models.Model):
    """One row per thing that two transactions must not decide on at once.

    A plain ``SELECT … FOR UPDATE`` is not enough under REPEATABLE READ: a
    transaction that waited goes on with the figures of its old snapshot. An
    UPDATE of a row that the other one changed fails with a serialization
    failure instead, and the host runs the request again on fresh figures.
    """

    _name = "jxc.lock"
    _description = "Lock Row"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    version = fields.Integer(required=True, default=0, readonly=True)

    _key_uniq = models.UniqueIndex("(key)", "A lock row exists once per key.")

    @api.private
    def acquire(self, keys):
        """Hold the rows of ``keys`` until the end of the transaction.

        :param keys: iterable of str, e.g. ``promise:12:3`` (product, warehouse).
            They are taken in sorted order, whoever asks, so that two callers
            never wait for each other.
        :raise psycopg2.errors.SerializationFailure: another transaction held one
            of them since our snapshot; the host retries the request.
        """
        keys = sorted(set(keys))
        if keys:
            # The rows of a sorted SELECT are inserted in its order.
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO jxc_lock AS l (key, version)
                    SELECT key, 1
                      FROM unnest(%s) WITH ORDINALITY AS asked (key, position)
                     ORDER BY position
                    ON CONFLICT (key) DO UPDATE SET version = l.version + 1
                    """,
                    keys,
                )
            )
        return len(keys)

    @api.private
    def wait_turn(self, keys):
        """Queue for ``keys`` and come out of the queue with fresh figures.

        The host retries a transaction that lost a row five times, with longer and
        longer pauses: twenty sessions that want one product use that up. Whoever
        calls this first thing, before the transaction has written anything, waits
        in line instead and is then alone with the keys until the transaction ends.
        What was read before the call may be out of date after it.

        It is a courtesy and no lock: :meth:`acquire` still decides. It does nothing
        where the transaction has begun to write or has an open savepoint, and for
        more keys than the server has locks to spare.

        :return: whether it was our turn.
        """
        hashes = sorted(
            int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)
            for key in set(keys)
        )
        if not 0 < len(hashes) <= MANY or not self._is_untouched():
            return False
        cr = self.env.cr
        try:
            # Of the session, because these alone outlive the old snapshot; they
            # are handed over to the new transaction and given back at once.
            cr.execute(SQL("SELECT pg_advisory_lock(k) FROM unnest(%s) k", hashes))
            cr.rollback()
            cr.execute(SQL("SELECT pg_advisory_xact_lock(k) FROM unnest(%s) k", hashes))
            cr.execute(SQL("SELECT pg_advisory_unlock(k) FROM unnest(%s) k", hashes))
        except Exception:
            cr.rollback()
            cr.execute("SELECT pg_advisory_unlock_all()")
            raise
        return True

    def _is_untouched(self):
        """Whether the transaction can start again without anybody noticing."""
        cr, transaction = self.env.cr, self.env.transaction
        if any(transaction.field_dirty.values()) or any(transaction.tocompute.values()):
            return False
        cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        if not cr.fetchone()[0]:
            return False
        # A row written inside a savepoint carries another transaction id.
        key = f"probe:{uuid4()}"
        cr.execute(
            SQL(
                """
                INSERT INTO jxc_lock (key, version) VALUES (%s, 0)
                RETURNING xmin::text = (
                    mod(pg_current_xact_id()::text::numeric, 4294967296)
                )::text
                """,
                key,
            )
        )
        if cr.fetchone()[0]:
            return True
        cr.execute(SQL("DELETE FROM jxc_lock WHERE key = %s", key))
        return False

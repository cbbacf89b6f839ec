from odoo import api, fields, models
from odoo.tools import SQL


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
        for key in keys:
            # One statement per key: a multi-row INSERT locks in an order that
            # the planner chooses.
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO jxc_lock AS l (key, version) VALUES (%s, 1)
                    ON CONFLICT (key) DO UPDATE SET version = l.version + 1
                    """,
                    key,
                )
            )
        return len(keys)

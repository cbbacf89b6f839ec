from psycopg2.errors import SerializationFailure

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLock(TransactionCase):
    def test_keys_are_taken_once_each(self):
        lock = self.env["jxc.lock"]
        self.assertEqual(lock.acquire(["b", "a", "b"]), 2)
        lock.acquire(["a"])
        rows = lock.search_fetch([("key", "in", ["a", "b"])], ["key", "version"])
        self.assertEqual({r.key: r.version for r in rows}, {"a": 2, "b": 1})

    def test_an_old_snapshot_cannot_take_a_changed_row(self):
        connection = self.registry._db
        key = "test_lock:stale"
        first, second = connection.cursor(), connection.cursor()
        try:
            self.env["jxc.lock"].with_env(self.env(cr=first)).acquire([key])
            first.commit()
            second.execute("SELECT version FROM jxc_lock WHERE key = %s", [key])
            before = second.fetchone()[0]
            self.env["jxc.lock"].with_env(self.env(cr=first)).acquire([key])
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                self.env["jxc.lock"].with_env(self.env(cr=second)).acquire([key])
            second.rollback()
            second.execute("SELECT version FROM jxc_lock WHERE key = %s", [key])
            self.assertEqual(second.fetchone()[0], before + 1)
        finally:
            first.execute("DELETE FROM jxc_lock WHERE key = %s", [key])
            first.commit()
            first.close()
            second.close()

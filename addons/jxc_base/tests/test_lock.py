import threading

from psycopg2.errors import DeadlockDetected, SerializationFailure

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

    def test_many_keys_are_one_statement_in_one_order(self):
        """S2: whoever asks in whatever order, no two wait for each other."""
        with self.assertQueryCount(1):
            self.env["jxc.lock"].acquire(f"test_lock:count:{i}" for i in range(300))
        keys = [f"test_lock:order:{i:03}" for i in range(300)]
        connection, deadlocks, taken = self.registry._db, [], []
        start = threading.Barrier(2)

        def session(asked):
            for _turn in range(10):
                start.wait(30)
                try:
                    with connection.cursor() as cr:  # commits as it ends
                        self._lock(cr).acquire(asked)
                    taken.append(1)
                except DeadlockDetected as error:
                    deadlocks.append(error)
                except SerializationFailure:
                    continue

        orders = (keys, keys[::-1])
        threads = [threading.Thread(target=session, args=[order]) for order in orders]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        with connection.cursor() as cr:
            cr.execute("DELETE FROM jxc_lock WHERE key = ANY(%s)", [keys])
        self.assertFalse(deadlocks)
        self.assertGreaterEqual(len(taken), 10)

    def _lock(self, cr):
        return self.env["jxc.lock"].with_env(self.env(cr=cr))

    def test_who_waits_in_line_comes_out_with_fresh_figures(self):
        """S2: the second session is not told to try again; it waits and goes on."""
        key = "test_lock:turn"
        connection = self.registry._db
        first, second = connection.cursor(), connection.cursor()
        lock, outcome = self._lock(second), []

        def wait():
            second.execute("SELECT 1")  # the snapshot is older than the first's commit
            ready.set()
            outcome.append(lock.wait_turn([key]))
            lock.acquire([key])
            outcome.append("acquired")

        ready, session = threading.Event(), threading.Thread(target=wait)
        try:
            self.assertTrue(self._lock(first).wait_turn([key]))
            self._lock(first).acquire([key])
            session.start()
            ready.wait(10)
            first.commit()
            session.join(10)
            self.assertEqual(outcome, [True, "acquired"])
            second.rollback()
            first.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                " AND pid = pg_backend_pid()"
            )
            self.assertEqual(first.fetchone()[0], 0, "nothing stays locked")
        finally:
            second.rollback()
            first.execute("DELETE FROM jxc_lock WHERE key = %s", [key])
            first.commit()
            first.close()
            second.close()

    def test_a_transaction_that_wrote_or_has_a_savepoint_goes_on(self):
        self.env["jxc.lock"].acquire(["test_lock:wrote"])
        self.assertFalse(self.env["jxc.lock"].wait_turn(["x"]))
        with self.registry._db.cursor() as cr:
            with cr.savepoint():
                self.assertFalse(self._lock(cr).wait_turn(["x"]))
            cr.execute("SELECT count(*) FROM jxc_lock WHERE key LIKE 'probe:%'")
            self.assertEqual(cr.fetchone()[0], 0)
            cr.rollback()

import threading
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

SESSIONS, EACH = 6, 3


@tagged("post_install", "-at_install")
class TestLotNumbersAtOnce(BaseCase):
    """T3: sessions that take numbers at the same moment never get the same one."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.frame = f"test-{uuid4().hex}"
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            frame = self.frame + "{}"
            env["jxc.lot.counter"].search([("frame", "=", frame)]).unlink()

    def _take(self, env):
        return env["jxc.lot.counter"]._take(env.company, (self.frame, ""), EACH)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_sessions_in_a_crowd(self):
        """T3: all begin before any has finished; who comes second starts over."""
        taken, failed = [], []
        barrier = threading.Barrier(SESSIONS)

        def session():
            first = []
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    cr.execute("SELECT 1")  # The snapshot is taken here.
                    barrier.wait(30)

                    def take():
                        first[:] = [self._take(env)]

                    for _attempt in range(SESSIONS):
                        try:
                            retrying(take, env)
                            break
                        except Exception as error:  # the host gives up after five
                            cr.rollback()
                            last = error
                    else:
                        raise last
                taken.append(first[0])
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=session) for _index in range(SESSIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertFalse(failed)
        expected = [1 + EACH * index for index in range(SESSIONS)]
        self.assertEqual(sorted(taken), expected)

    def test_what_is_rolled_back_leaves_no_gap(self):
        """T3: a receipt that fails gives its numbers back."""
        with self.registry.cursor() as cr:
            self._take(api.Environment(cr, SUPERUSER_ID, {}))
            cr.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self._take(api.Environment(cr, SUPERUSER_ID, {})), 1)

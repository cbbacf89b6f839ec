import threading
from collections import Counter
from functools import partial
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import call_kw, retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user

DONE, REFUSED = "done", "refused"


class ThreadsCase(BaseCase):
    """Sessions of their own, that commit; what they made is archived."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        mark = uuid4().hex[:6].upper()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            house = env["stock.warehouse"].search([], limit=1)
            self.branch_id = (
                env["stock.warehouse"].create({"name": mark, "code": mark[:5]}).id
            )
            self.house_id = house.id
            self.user_id = new_role_user(env, "keeper", f"threads_{mark}").id
            product = env["product.product"].create(
                {"name": f"Hot {mark}", "is_storable": True}
            )
            env["stock.quant"]._update_available_quantity(
                product, house.lot_stock_id, 10
            )
            self.product_id = product.id
        self.addCleanup(self._clean)

    def _env(self, cr, user=SUPERUSER_ID):
        return api.Environment(cr, user, {"tracking_disable": True})

    def _clean(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            found = env["jxc.transfer"].search(
                [("line_ids.product_id", "=", self.product_id)]
            )
            found.filtered(lambda t: t.state == "to_ship").action_jxc_cancel()
            env["product.product"].browse(self.product_id).active = False
            env["res.users"].browse(self.user_id).active = False
            env["stock.warehouse"].browse(self.branch_id).active = False

    def _together(self, model, method, jobs):
        """Call the method for each id, each in a session of its own."""
        outcomes, start = [], threading.Barrier(len(jobs))

        def session(record_id):
            start.wait(30)
            with self.registry.cursor() as cr:
                env = self._env(cr, self.user_id)
                call = partial(
                    call_kw,
                    env[model],
                    method,
                    [[record_id]],
                    {"context": {"tracking_disable": True}},
                )
                try:
                    retrying(call, env)
                    outcomes.append(DONE)
                except UserError:
                    outcomes.append(REFUSED)
                    cr.rollback()

        with mute_logger("odoo.sql_db", "odoo.service.model"):
            threads = [threading.Thread(target=session, args=[job]) for job in jobs]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(120)
        return Counter(outcomes)

from collections import Counter
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user
from odoo.addons.jxc_base.tests.sessions import run_sessions

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

    def _together(self, model, method, ids):
        """Call the method for each id, each in a session of its own.

        :return: how many were done and how many were refused; another error is raised.
        """
        jobs = [[(model, method, [[record_id]])] for record_id in ids]
        context = {"tracking_disable": True}
        outcomes = Counter()
        for error in run_sessions(self.registry, self.user_id, jobs, context):
            if error and not isinstance(error, UserError):
                raise error
            outcomes[REFUSED if error else DONE] += 1
        return outcomes

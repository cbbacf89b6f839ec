from collections import Counter
from uuid import uuid4

from odoo.exceptions import UserError

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

DONE, REFUSED = "done", "refused"


class ThreadsCase(SessionsCase):
    """Sessions of their own, that commit; what they made is archived."""

    _role = "keeper"

    def _make(self, env):
        mark = uuid4().hex[:6].upper()
        house = env["stock.warehouse"].search([], limit=1)
        self.branch_id = (
            env["stock.warehouse"].create({"name": mark, "code": mark[:5]}).id
        )
        self.house_id = house.id
        product = env["product.product"].create(
            {"name": f"Hot {mark}", "is_storable": True}
        )
        env["stock.quant"]._update_available_quantity(product, house.lot_stock_id, 10)
        self.product_id = product.id

    def _clean(self, env):
        found = env["jxc.transfer"].search(
            [("line_ids.product_id", "=", self.product_id)]
        )
        found.filtered(lambda t: t.state == "to_ship").action_jxc_cancel()
        env["product.product"].browse(self.product_id).active = False
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

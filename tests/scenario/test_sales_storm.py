"""S2, S6, S7: sessions of two server processes sell the same few goods at once."""

from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.common import new_role_user

from benchmarks.server import Server
from benchmarks.storming import storm


@tagged("post_install", "-at_install")
class TestSalesStorm(BaseCase):
    """The small form of what ``bin/bench --part storm`` does with forty sessions.

    What was moved cannot be deleted, only put out of sight.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            mark = uuid4().hex
            self.users = [
                new_role_user(env, role, f"storm_{role}_{mark}")
                for role in ("salesperson", "keeper")
            ]
            self.logins = [user.login for user in self.users]
            self.user_ids = [user.id for user in self.users]
        self.servers = [Server(get_db_name()) for _number in range(2)]

    def tearDown(self):
        for server in self.servers:
            server.close()
        super().tearDown()

    def _clean(self, day):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            orders = env["sale.order"].search([("partner_id", "in", day["partners"])])
            orders.invoice_ids.filtered(lambda move: move.state == "draft").unlink()
            pickings = orders.picking_ids
            pickings.filtered(lambda p: p.state != "done").action_cancel()
            env["product.product"].browse(day["products"]).active = False
            env["res.users"].browse(self.user_ids).active = False

    def test_never_more_than_there_is_and_nothing_lost(self):
        """S2, S6, S7: whatever is ordered, changed, cancelled, shipped and taken back
        at once, at no moment is more promised than there is; what somebody was told is
        done is done, and invoiced once; and nobody meets anything but a refusal."""
        seller, keeper = self.logins
        found = storm(
            self.servers,
            seed=1,
            sessions=8,
            attempts=48,
            products=5,
            stock=8,
            seller=seller,
            keeper=keeper,
            bill=False,
        )
        self.addCleanup(self._clean, found["day"])
        self.assertEqual(found["faults"], [])
        self.assertEqual(found["oversold"], 0)
        self.assertEqual(found["lost"], [])
        self.assertEqual(sum(found["outcomes"].values()), 48)
        for outcome in ("order done", "order refused", "ship done"):
            self.assertGreater(found["outcomes"][outcome], 0, outcome)
        self.assertGreater(found["looks"], 5)

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.tests.common import HttpCase

from .common import QualityCase


@tagged("post_install", "-at_install")
class TestAttacks(QualityCase, HttpCase):
    """F2, P7: over JSON-RPC, as a plain user."""

    def setUp(self):
        super().setUp()
        self.plan = self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        self.order, self.inspection = self._arrive(100)
        self.check = self.inspection.check_ids

    def _call(self, user, record, method, *args):
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{record._name}/{method}",
            {
                "model": record._name,
                "method": method,
                "args": args if method == "create" else [record.ids, *args],
                "kwargs": {},
            },
        )

    def _refused(self, user, record, method, *args):
        with self.assertRaises(Exception, msg=f"{record._name}.{method}{args}") as seen:
            self._call(user, record, method, *args)
        self.assertIn("odoo.exceptions", str(seen.exception))

    def test_the_verdict_is_not_written(self):
        """P7: neither the state nor what was received, by nobody."""
        for user in (self.inspector, self.buyer, self.keeper):
            for values in (
                {"state": "done"},
                {"rework_of_id": self.inspection.id},
                {"verdict": "accepted", "state": "done"},
            ):
                self._refused(user, self.inspection, "write", values)
            self._refused(
                user, self.inspection.line_ids, "write", {"received": 1, "accepted": 1}
            )
        self.assertEqual(self.inspection.state, "draft")

    def test_other_roles_enter_no_results(self):
        """F2: buyer and keeper read."""
        item = self.check.item_ids[0]
        for user in (self.buyer, self.keeper):
            self._refused(user, item, "write", {"tally_tested": 5})
            self._refused(user, self.inspection, "action_jxc_done")
            self._refused(user, self.inspection, "action_jxc_propose")

    def test_the_sample_is_not_made_smaller(self):
        """P7: limits, copies of the plan and standings follow from the plan."""
        item, limit = self.check.item_ids[0], self.check.limit_ids[1]
        standing = self.env["jxc.quality.standing"].search(
            [("product_id", "=", self.product.id)]
        )
        self._refused(self.inspector, limit, "write", {"ac": 99})
        self._refused(self.inspector, item, "write", {"severity": "minor"})
        self._refused(self.inspector, item, "unlink")
        self._refused(self.inspector, self.check, "write", {"severity": "reduced"})
        self._refused(self.inspector, self.check, "write", {"limit_ids": [(5, 0, 0)]})
        self._refused(self.inspector, standing, "write", {"severity": "reduced"})
        self._refused(self.inspector, standing, "action_jxc_resume")
        self._refused(self.manager, standing, "write", {"severity": "reduced"})
        self._refused(self.inspector, self.plan, "write", {"aql_major": "6.5"})

    def test_a_concession_is_not_granted_by_the_inspector(self):
        """P7, P4: he asks, and finishing goes no other way."""
        self._enter(self.inspection, major=9)
        self._call(
            self.inspector,
            self.inspection.line_ids,
            "write",
            {"accepted": 100, "conceded": 100, "deviation": "急用"},
        )
        self._call(self.inspector, self.inspection, "action_jxc_done")
        self.assertEqual(self.inspection.state, "draft")
        request = self.inspection.sudo().jxc_approval_request_ids
        self._refused(self.inspector, request, "action_jxc_approve")
        self._refused(self.inspector, request, "write", {"state": "approved"})
        self.assertEqual(self._atp(self.product).atp, 0)

    def test_what_is_finished_stays(self):
        """P7: results and lines of a finished inspection."""
        self._finish(self.inspection, major=9)
        item = self.check.item_ids[0]
        self._refused(self.inspector, item, "write", {"tally_found": 0})
        self._refused(self.inspector, item, "write", {"sample_ids": [(0, 0, {})]})
        self._refused(
            self.inspector,
            self.env["jxc.quality.sample"],
            "create",
            {"item_id": item.id, "number": 1},
        )
        self._refused(
            self.inspector, self.inspection.line_ids, "write", {"accepted": 9}
        )
        self._refused(
            self.inspector, self.inspection.line_ids, "write", {"conceded": 1}
        )

    def test_rejected_goods_are_not_sold(self):
        """P7, S2: goods in inspection or quarantine reserve for nobody."""
        self._finish(self.inspection, major=9)
        figure = self._atp(self.product)
        self.assertEqual((figure.atp, figure.quarantine), (0, 100))
        move = (
            self.env["stock.move"]
            .sudo()
            .create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 1,
                    "product_uom": self.product.uom_id.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "location_dest_id": self.env.ref(
                        "stock.stock_location_customers"
                    ).id,
                    "picking_type_id": self.warehouse.out_type_id.id,
                }
            )
        )
        try:
            move._action_confirm()
            move._action_assign()
        except UserError:
            return
        self.assertEqual(move.quantity, 0)

    def test_another_company_sees_nothing(self):
        """F2: plans, checks and results stay in their company."""
        other = self.env["res.company"].create({"name": "别的公司"})
        stranger = self.inspector.copy(
            {
                "login": "stranger",
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
            }
        )
        for record in (self.inspection, self.check, self.check.item_ids[0]):
            with self.assertRaises(AccessError):
                record.with_user(stranger).with_company(other).read(["display_name"])

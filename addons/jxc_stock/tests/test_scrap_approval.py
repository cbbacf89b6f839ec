from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_approval.exceptions import ApprovalRequired

from .common import StockCase


@tagged("post_install", "-at_install")
class TestScrapApproval(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.standard_price = 10
        cls._put(500)
        cls.rule = cls.env.ref("jxc_stock.jxc_approval_rule_scrap")
        cls.rule.active = True

    def _scrap(self, quantity=200, **values):
        scraps = self.env["stock.scrap"].with_user(self.keeper)
        return scraps.create(
            {
                "product_id": self.product.id,
                "scrap_qty": quantity,
                "location_id": self.shelf.id,
                **values,
            }
        )

    def _request(self, scrap):
        request = scrap.jxc_approval_request_ids.filtered(
            lambda r: r.state == "pending"
        )
        return request.with_user(self.manager)

    def test_a_small_scrap_needs_nobody(self):
        scrap = self._scrap(5)
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")
        self.assertEqual(self.product.qty_available, 495)

    def test_scrap_is_apart_from_adjustments(self):
        """K7: the place proposed is the one of scrap, in each company its own; if it
        is archived, it is what the host proposes."""
        place = self._scrap(5).scrap_location_id
        self.assertEqual(place, self.company.jxc_scrap_location_id)
        self.assertEqual((place.usage, place.company_id), ("inventory", self.company))
        self.assertNotEqual(place, self.product.property_stock_inventory)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(other.jxc_scrap_location_id.company_id, other)
        count = self.env["stock.location"].search_count([])
        self.env["res.company"]._jxc_make_scrap_places()
        self.assertEqual(self.env["stock.location"].search_count([]), count)
        self.company.jxc_scrap_location_id.action_archive()
        proposed = self._scrap(5).scrap_location_id
        self.assertEqual(proposed, self.product.property_stock_inventory)

    def test_a_large_scrap_waits_for_the_manager(self):
        """P4: 200 at 10.00 is 2,000: the keeper submits, the manager's approval moves
        the goods out, in the keeper's name."""
        scrap = self._scrap()
        scrap.action_validate()
        self.assertEqual(scrap.state, "draft")
        self.assertEqual(scrap.jxc_approval_state, "pending")
        request = self._request(scrap)
        self.assertIn("Soy Sauce 500 ml", request.name)
        self.assertIn("200", request.summary)
        self.assertNotIn("2,000", request.summary)
        self.assertIn("2,000.00", request.summary_cost)
        with self.assertRaises(AccessError):
            request.with_user(self.keeper).read(["summary_cost"])
        request.action_jxc_approve()
        self.assertEqual(scrap.state, "done")
        self.assertEqual(scrap.move_ids.state, "done")
        self.assertEqual(scrap.move_ids.create_uid, self.keeper)
        self.assertEqual(self.product.qty_available, 300)

    def test_no_path_past_the_approval(self):
        """P4: neither the host's method, nor write, create or import scraps it."""
        scrap = self._scrap()
        attacks = [
            (ApprovalRequired, scrap.do_scrap),
            (ApprovalRequired, scrap.sudo().do_scrap),
            (ApprovalRequired, lambda: scrap.write({"state": "done"})),
            (ApprovalRequired, lambda: self._scrap(state="done")),
        ]
        for error, attack in attacks:
            with self.assertRaises(error), self.env.cr.savepoint():
                attack()
        result = (
            self.env["stock.scrap"]
            .with_user(self.keeper)
            .load(
                ["product_id/.id", "scrap_qty", "location_id/.id", "state"],
                [[str(self.product.id), "200", str(self.shelf.id), "Done"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertEqual(self.product.qty_available, 500)
        with self.assertRaises(UserError):
            scrap.write({"jxc_value": 1})

    def test_done_without_goods_moved_out_is_refused(self):
        """K1: the host lets a plain user write the state of a scrap."""
        scrap = self._scrap(5)
        for attack in (
            lambda: scrap.write({"state": "done"}),
            lambda: self._scrap(5, state="done"),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attack()

    def test_what_was_approved_is_scrapped(self):
        scrap = self._scrap()
        scrap.action_validate()
        request = self._request(scrap)
        scrap.scrap_qty = 400
        self.assertEqual(request.state, "obsolete")
        scrap.action_validate()
        self.assertIn("200 → 400", self._request(scrap).changes)

    def test_the_goods_have_gone_meanwhile(self):
        scrap = self._scrap()
        scrap.action_validate()
        self._put(-400)
        request = self._request(scrap)
        request.action_jxc_approve()
        self.assertEqual(scrap.state, "draft")
        self.assertEqual(scrap.jxc_approval_state, "approved")
        self.assertEqual(request.sudo().activity_ids.user_id, self.keeper)

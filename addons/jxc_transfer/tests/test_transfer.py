from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.jxc_approval.exceptions import ApprovalRequired
from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestTransfer(TransferCase):
    def _line(self, transfer, **expected):
        line = transfer.line_ids
        for name, value in expected.items():
            self.assertEqual(line[name], value, name)

    def test_from_the_request_to_the_arrival(self):
        """T1: one click makes two chained pickings; the goods are never in two
        places, and the document says where they are."""
        with Form(self.env["jxc.transfer"].with_user(self.keeper)) as form:
            form.warehouse_id = self.warehouse
            form.dest_warehouse_id = self.branch
            with form.line_ids.new() as line:
                line.product_id = self.product
                line.quantity = 10
                self.assertEqual(line.available, 100)
        transfer = form.save()
        self.assertRegex(transfer.name, r"^DB\d{9}$")
        self.assertEqual(transfer.state, "draft")
        transfer.action_jxc_confirm()
        self.assertEqual(transfer.state, "to_ship")
        self.assertEqual(transfer.picking_count, 2)
        self.assertEqual(self._figures().atp, 90)
        branch = self._figures(warehouse=self.branch)
        self.assertEqual((branch.atp, branch.incoming), (0, 10))
        self._post(self._part(transfer, "ship"))
        self.assertEqual(transfer.state, "in_transit")
        self._line(transfer, shipped=10, in_transit=10, received=0, difference=0)
        self.assertEqual(self._on_hand(self.shelf), 90)
        self.assertEqual(self._figures(warehouse=self.branch).atp, 0)
        self._post(self._part(transfer, "receive"))
        self.assertEqual(transfer.state, "received")
        self._line(transfer, in_transit=0, received=10, difference=0)
        self.assertEqual(self._figures(warehouse=self.branch).atp, 10)
        self.assertEqual(self._figures().atp, 90)

    def test_more_than_there_is(self):
        """T1: it is refused as a whole, or lowered by choice."""
        transfer = self._request(130)
        with self.assertRaises(NotEnoughStock) as caught, self.env.cr.savepoint():
            transfer.action_jxc_confirm()
        self.assertIn("short 30", str(caught.exception))
        self.assertFalse(transfer.picking_ids)
        self.assertEqual(transfer.state, "draft")
        transfer.action_jxc_lower()
        self.assertEqual(transfer.line_ids.quantity, 100)
        self.assertIn("130 → 100", transfer.message_ids[0].body)
        transfer.action_jxc_confirm()
        self.assertEqual(self._figures().atp, 0)
        nothing = self._request(1)
        with self.assertRaises(UserError):
            nothing.action_jxc_lower()

    def test_a_short_shipment_is_all_that_is_expected(self):
        """T1: who ships 6 of 10 and gives up the rest leaves no receipt hanging."""
        transfer = self._confirmed()
        self._post(self._part(transfer, "ship"), 6)
        self._line(transfer, shipped=6, in_transit=6, difference=4)
        receipt = self._part(transfer, "receive")
        self.assertEqual(receipt.move_ids.product_uom_qty, 6)
        self.assertEqual(receipt.state, "assigned")
        self._post(receipt)
        self.assertEqual(transfer.state, "received")
        self._line(transfer, received=6, difference=4)

    def test_shipped_in_two_parts(self):
        """T1: with a backorder both parts arrive under the same document."""
        transfer = self._confirmed()
        self._post(self._part(transfer, "ship"), 6, backorder=True)
        self._line(transfer, shipped=6, to_ship=4, in_transit=6, difference=0)
        self._post(self._part(transfer, "receive"), 6, backorder=True)
        self.assertEqual(transfer.state, "partly")
        self._post(self._part(transfer, "ship"))
        self._post(self._part(transfer, "receive"))
        self.assertEqual(transfer.state, "received")
        self._line(transfer, shipped=10, received=10, difference=0)
        self.assertEqual(len(transfer.picking_ids), 4)

    def test_nothing_is_shipped(self):
        """T1: cancelled before shipping: no receipt is left, the promise is free."""
        transfer = self._confirmed()
        with self.assertRaises(UserError):
            self._part(transfer, "receive").action_cancel()
        transfer.action_jxc_cancel()
        self.assertEqual(transfer.state, "cancel")
        self.assertEqual(set(transfer.picking_ids.mapped("state")), {"cancel"})
        self.assertEqual(self._figures().atp, 100)
        with self.assertRaises(UserError):
            transfer.action_jxc_cancel()

    def test_what_is_in_transit_goes_back(self):
        """T1: cancelled under way: the goods return to the shelf they came from."""
        transfer = self._confirmed()
        self._post(self._part(transfer, "ship"), 6, backorder=True)
        transfer.action_jxc_cancel()
        self.assertFalse(self._part(transfer, "receive"))
        self.assertEqual(transfer.state, "in_transit")
        back = self._part(transfer, "back")
        self.assertEqual(back.location_dest_id, self.shelf)
        self.assertEqual(back.move_ids.quantity, 6)
        self._post(back)
        self.assertEqual(transfer.state, "cancel")
        self.assertEqual(self._figures().atp, 100)

    def test_units_and_lots(self):
        """T1, T3: a dozen of one lot leaves and arrives as twelve of that lot."""
        product = self._product("Yogurt", tracking="lot")
        old, new = self._lot("OLD", 20, product), self._lot("NEW", 90, product)
        self._put(50, product=product, lot_id=old)
        self._put(50, product=product, lot_id=new)
        dozen = self.env.ref("uom.product_uom_dozen")
        transfer = self._confirmed(1, product=product, uom_id=dozen, lot_id=new)
        self._post(self._part(transfer, "ship"))
        self._post(self._part(transfer, "receive"))
        shelf = self.branch.lot_stock_id
        self.assertEqual(self._on_hand(shelf, product, new), 12)
        self.assertEqual(self._on_hand(self.shelf, product, old), 50)
        self.assertEqual(transfer.line_ids._lot_names(), "NEW")
        with self.assertRaises(UserError) as caught:
            self._confirmed(4, product=product, uom_id=dozen, lot_id=new)
        self.assertIn("NEW", str(caught.exception))

    def test_of_one_company(self):
        """T1: from company to company goods are sold and bought."""
        other = self.env["res.company"].create({"name": "Sister"})
        house = self._house("Sister's", "SIS", company_id=other.id)
        user = self.env.user
        user.company_ids += other
        with self.assertRaises(ValidationError) as caught:
            self._request(dest_warehouse_id=house.id, user=user)
        self.assertIn("sale", str(caught.exception))

    def test_an_approval_comes_first(self):
        """T1, K7: submitted by Confirm, made by the approval, and bound to it."""
        self.env.ref("jxc_transfer.jxc_approval_rule_transfer_value").active = True
        self.product.standard_price = 1000
        transfer = self._confirmed()
        self.assertEqual(transfer.jxc_approval_state, "pending")
        self.assertFalse(transfer.picking_ids)
        with self.assertRaises(ApprovalRequired), self.env.cr.savepoint():
            transfer.sudo().phase = "confirmed"
        request = transfer.jxc_approval_request_ids.with_user(self.manager)
        self.assertIn("Soy Sauce 500 ml × 10", request.summary)
        self.assertNotIn("10,000", request.summary)
        request.action_jxc_approve()
        self.assertEqual(transfer.state, "to_ship")
        self.assertEqual(transfer.picking_ids.create_uid, self.keeper)
        small = self._confirmed(9)
        self.assertEqual(small.state, "to_ship")

    def test_each_warehouse_has_its_keepers(self):
        """T1, F2: the one ships, the other receives, and each has his to-do."""
        from odoo.addons.jxc_base.tests.common import new_role_user

        other = new_role_user(self.env, "keeper", "branch_keeper")
        self.warehouse.jxc_keeper_ids = self.keeper
        self.branch.jxc_keeper_ids = other
        transfer = self._confirmed()
        self.assertEqual(transfer.sudo().activity_ids.user_id, self.keeper)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._post(self._part(transfer, "ship", other))
        self._post(self._part(transfer, "ship"))
        self.assertEqual(transfer.sudo().activity_ids.user_id, other)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._post(self._part(transfer, "receive"))
        self._post(self._part(transfer, "receive", other))
        self.assertFalse(transfer.sudo().activity_ids)

    def test_an_alert_offers_a_transfer(self):
        """T1, K5: what lies idle is sent on from its alert."""
        rule = self.env["jxc.alert.rule"].search([("kind", "=", "above_max")], limit=1)
        alert = self.env["jxc.alert"].new(
            {"rule_id": rule.id, "key": f"{self.product.id}:{self.warehouse.id}"}
        )
        _label, action = alert._jxc_next_action()
        self.assertEqual(action["res_model"], "jxc.transfer")
        form = Form(
            self.env["jxc.transfer"]
            .with_user(self.keeper)
            .with_context(**action["context"])
        )
        form.dest_warehouse_id = self.branch
        transfer = form.save()
        self.assertEqual(transfer.warehouse_id, self.warehouse)
        self.assertEqual(transfer.line_ids.product_id, self.product)

    def test_the_printout(self):
        """T1: 调拨单 on paper."""
        transfer = self._confirmed()
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.keeper)
            ._render_qweb_html("jxc_transfer.jxc_transfer_print", transfer.ids)
        )
        for text in (transfer.name, "East Branch", "Soy Sauce 500 ml", "10.00"):
            self.assertIn(text, html.decode())

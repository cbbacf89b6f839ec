from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestTransferDifference(TransferCase):
    def setUp(self):
        super().setUp()
        self.transfer = self._confirmed()
        self._post(self._part(self.transfer, "ship"))

    def _difference(self, **values):
        found = self.transfer.action_jxc_difference()
        one = (
            self.env[found["res_model"]].with_user(self.keeper).browse(found["res_id"])
        )
        one.line_ids.write({"reason": "Wet", "bearer": "sender", **values})
        return one

    def test_what_is_missing_does_not_stay_in_transit(self):
        """T1: 8 of 10 received, the rest given up: the difference opens by itself and
        books the two as lost."""
        self._post(self._part(self.transfer, "receive"), 8)
        self.assertEqual(self.transfer.state, "partly")
        self.assertTrue(self.transfer.stranded)
        one = self.transfer.difference_ids.with_user(self.keeper)
        self.assertRegex(one.name, r"^DBCY\d{9}$")
        self.assertEqual(one.line_ids.quantity, 2)
        with self.assertRaises(UserError):
            one.action_jxc_post()
        one.line_ids.write({"reason": "Fell off the lorry"})
        one.action_jxc_post()
        line = self.transfer.line_ids
        self.assertEqual((line.lost, line.in_transit, line.difference), (2, 0, 2))
        self.assertEqual(self.transfer.state, "received")
        lost = self.product.property_stock_inventory
        self.assertEqual(self._on_hand(lost), 2)
        self.assertEqual(self._figures(warehouse=self.branch).atp, 8)

    def test_damaged_goods_go_to_quarantine(self):
        """T1: found before receiving: the receipt expects the rest."""
        one = self._difference(quantity=3, kind="damaged")
        one.action_jxc_post()
        receipt = self._part(self.transfer, "receive")
        self.assertEqual(receipt.move_ids.product_uom_qty, 7)
        self.assertEqual(receipt.state, "assigned")
        self._post(receipt)
        self.assertEqual(self.transfer.state, "received")
        figure = self._figures(warehouse=self.branch)
        self.assertEqual((figure.atp, figure.quarantine), (7, 3))

    def test_sent_back(self):
        """T1: what is not wanted is received again where it came from."""
        one = self._difference(quantity=4, kind="back")
        one.action_jxc_post()
        self.assertEqual(self._part(self.transfer, "receive").move_ids.quantity, 6)
        self._post(self._part(self.transfer, "back"))
        self._post(self._part(self.transfer, "receive"))
        self.assertEqual(self._figures().atp, 94)
        self.assertEqual(self.transfer.state, "received")

    def test_no_more_than_is_in_transit(self):
        """T1: nor twice the same goods, nor by a carrier without a name."""
        one = self._difference(quantity=11)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            one.action_jxc_post()
        self.assertIn("only 10", str(caught.exception))
        one.line_ids.write({"quantity": 10, "bearer": "carrier"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            one.action_jxc_post()
        one.line_ids.partner_id = self.env["res.partner"].create({"name": "Lorries"})
        one.action_jxc_post()
        self.assertFalse(self._part(self.transfer, "receive"))
        with self.assertRaises(UserError):
            one.action_jxc_post()
        with self.assertRaises(UserError):
            self.transfer.action_jxc_difference()
        self.assertEqual(self.transfer.state, "received")

    def test_an_approval_comes_first(self):
        """T1, K7: losses of 1,000 and more wait for the manager."""
        rule = self.env.ref("jxc_transfer.jxc_approval_rule_transfer_difference")
        rule.active = True
        self.product.standard_price = 500
        one = self._difference(quantity=2)
        one.action_jxc_post()
        self.assertEqual((one.state, one.jxc_approval_state), ("draft", "pending"))
        request = one.jxc_approval_request_ids.with_user(self.manager)
        self.assertIn("Wet", request.summary)
        request.action_jxc_approve()
        self.assertEqual(one.state, "done")
        self.assertEqual(self.transfer.line_ids.lost, 2)

    def test_attacks(self):
        """T1, F2: neither its state nor what was posted is written; others read."""
        one = self._difference(quantity=2)

        def rpc(record, method, *args, user=self.keeper):
            model = record.with_user(user).browse()
            return lambda: call_kw(model, method, [record.ids, *args], {})

        def refused(*attacks):
            for attack in attacks:
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    attack()

        refused(rpc(one, "write", {"state": "done"}))
        one.action_jxc_post()
        refused(
            rpc(one, "write", {"state": "draft"}),
            rpc(one.line_ids, "write", {"quantity": 1}),
            rpc(one.line_ids, "unlink"),
            rpc(one, "unlink"),
            rpc(one, "action_jxc_cancel"),
        )
        for user in (self.salesperson, self.buyer, self.accountant):
            self.assertTrue(one.with_user(user).read(["name"]))
            with self.assertRaises(AccessError):
                rpc(one, "action_jxc_post", user=user)()

    def test_the_printout(self):
        """T1: the difference on paper, with who bears it."""
        one = self._difference(quantity=2)
        report = self.env["ir.actions.report"].with_user(self.keeper)
        name = "jxc_transfer.jxc_transfer_difference_print"
        html, _kind = report._render_qweb_html(name, one.ids)
        for text in (one.name, "Wet", "Sending Warehouse"):
            self.assertIn(text, html.decode())

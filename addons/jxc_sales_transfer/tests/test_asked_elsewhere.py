from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.jxc_sales.tests.common import SalesCase


@tagged("post_install", "-at_install")
class TestAskedElsewhere(SalesCase):
    """S2, T1: 50 bottles here, 120 in the south, and somebody wants 80."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        houses = cls.env["stock.warehouse"]
        cls.south = houses.create({"name": "South", "code": "STH"})
        cls.north = houses.create({"name": "North", "code": "NTH"})
        cls._stock(cls.bottle, 120, cls.south)
        cls._stock(cls.bottle, 7, cls.north)

    def _offers(self, line):
        return [one for one in line._jxc_offers() if one.kind == "transfer"]

    def _ask(self, line, house):
        wizard = self.env["jxc.sale.offer"].browse(line.action_jxc_offers()["res_id"])
        option = wizard.option_ids.filtered(lambda o: o.warehouse_id == house)
        return option.with_user(self.salesperson).action_take()["params"]["message"]

    def test_from_the_offer_to_the_shipment(self):
        """S2: the keepers of the south are asked, and what they send is promised."""
        order = self._order((self.bottle, 80))
        line = order.order_line
        offers = self._offers(line)
        self.assertEqual([offer.quantity for offer in offers], [30, 7])
        self.assertEqual(offers[0].text, "Ask South for 30 Units")
        self.assertIn("30 Units of", self._ask(line, self.south))
        transfer = line.sudo().jxc_transfer_line_ids.transfer_id
        self.assertEqual((transfer.phase, transfer.line_ids.quantity), ("draft", 30))
        self.assertEqual(transfer.line_ids.jxc_sale_name, order.name)
        self.assertTrue(transfer.activity_ids, "a to-do for the keepers")
        self.assertIn(transfer.name, line.jxc_transfer_status)
        self.assertFalse(self._offers(line), "nobody is asked twice")
        transfer = transfer.with_user(self.keeper)
        transfer.action_jxc_confirm()
        self.assertFalse(self._offers(line))
        for step in ("ship", "receive"):
            moves = transfer.line_ids.move_ids.filtered(
                lambda m, step=step: m.jxc_transfer_step == step
            )
            picking = moves.picking_id.with_user(self.keeper)
            picking.move_ids.quantity = 30
            picking.move_ids.picked = True
            picking.with_context(skip_sms=True).button_validate()
        self.assertEqual(transfer.state, "received")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_one_request_for_all_that_an_order_asks(self):
        """S2: two products of an order go on one transfer, each with its line."""
        tea = self._product("Tea")
        self._stock(tea, 9, self.south)
        lines = self._order((self.bottle, 80), (tea, 4)).order_line
        for line in lines:
            self._ask(line, self.south)
        transfer = lines.sudo().jxc_transfer_line_ids.transfer_id
        self.assertEqual(len(transfer), 1)
        self.assertEqual(transfer.line_ids.mapped("quantity"), [30, 4])

    def test_what_is_not_wanted_any_more_is_taken_back(self):
        """S2: by cancelling the order, or by confirming it from the shelf; what the
        keepers have confirmed stays."""
        order = self._order((self.bottle, 80))
        self._ask(order.order_line, self.south)
        transfer = order.sudo().order_line.jxc_transfer_line_ids.transfer_id
        order.action_cancel()
        self.assertFalse(transfer.exists())
        order = self._order((self.bottle, 80))
        self._ask(order.order_line, self.south)
        transfer = order.sudo().order_line.jxc_transfer_line_ids.transfer_id
        transfer.with_user(self.keeper).action_jxc_confirm()
        order.action_cancel()
        self.assertEqual(transfer.state, "to_ship")
        order = self._order((self.bottle, 51))
        self._ask(order.order_line, self.north)
        transfer = order.sudo().order_line.jxc_transfer_line_ids.transfer_id
        self._stock(self.bottle, 1)
        order.action_confirm()
        self.assertFalse(transfer.exists())

    def test_only_who_may_write_the_order_asks(self):
        """S2: a salesperson makes no transfer himself; a colleague none for him."""
        line = self._order((self.bottle, 80)).order_line
        wizard = self.env["jxc.sale.offer"].browse(line.action_jxc_offers()["res_id"])
        option = wizard.option_ids.filtered(lambda o: o.kind == "transfer")[:1]
        with self.assertRaises(AccessError):
            option.with_user(self.colleague).action_take()
        with self.assertRaises(AccessError):
            self.env["jxc.transfer"].with_user(self.salesperson).create(
                {
                    "warehouse_id": self.south.id,
                    "dest_warehouse_id": self.warehouse.id,
                }
            )
        self.assertFalse(line.sudo().jxc_transfer_line_ids)

    def test_other_companies_are_not_asked(self):
        """S2: their stock is theirs."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        house = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        house = house or house.create(
            {"name": "Far", "code": "FAR", "company_id": other.id}
        )
        self._stock(self.bottle, 500, house)
        line = self._order((self.bottle, 80)).order_line
        self.assertNotIn(house.id, [one.warehouse_id for one in self._offers(line)])

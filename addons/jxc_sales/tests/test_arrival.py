from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestArrival(SalesCase):
    """S2: goods that arrive go to who is served first, by themselves, if wanted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_allocate_on_arrival = True
        cls.vip = cls.env["res.partner"].create({"name": "VIP", "jxc_priority": "2"})
        cls.rice = cls._product("Rice")
        cls._stock(cls.rice, 18)

    def _short(self, *quantities):
        """Deliveries that have nothing, the last of the best customer."""
        orders = []
        for place, quantity in enumerate(quantities, 1):
            partner = self.vip if place == len(quantities) else self.customer
            orders.append(self._confirmed((self.rice, quantity), partner_id=partner.id))
        pickings = self.env["stock.picking"].concat(
            *(order.sudo().picking_ids for order in orders)
        )
        pickings.do_unreserve()
        self._stock(self.rice, -18)
        for day, picking in enumerate(pickings, 1):
            picking.move_ids.date = f"2030-01-0{day}"
        return pickings

    def _receive(self, quantity, place=None):
        """The keeper receives so much."""
        kind = self.warehouse.in_type_id
        place = place or self.warehouse.lot_stock_id
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": place.id,
        }
        move = {"product_id": self.rice.id, "product_uom_qty": quantity, **places}
        picking = self.env["stock.picking"].with_user(self.keeper).create(
            {"picking_type_id": kind.id, "move_ids": [Command.create(move)], **places}
        )  # fmt: skip
        picking.action_confirm()
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.env.invalidate_all()

    def _reserved(self, pickings):
        return [sum(p.move_ids.mapped("quantity")) for p in pickings]

    def test_the_best_customer_first(self):
        """S2: not the first in the queue; the rest by date, and no one loses any."""
        pickings = self._short(6, 6, 6)
        self._receive(7)
        self.assertEqual(self._reserved(pickings), [1, 0, 6])
        states = ["partially_available", "confirmed", "assigned"]
        self.assertEqual(pickings.move_ids.mapped("state"), states)
        self._receive(6)
        self.assertEqual(self._reserved(pickings), [6, 1, 6])
        self._receive(20)
        self.assertEqual(self._reserved(pickings), [6, 6, 6])
        self.assertEqual(set(pickings.mapped("state")), {"assigned"})

    def test_switched_off_it_is_the_host_s(self):
        """S2: off, as it comes: the earlier one gets it."""
        self.company.jxc_allocate_on_arrival = False
        pickings = self._short(6, 6, 6)
        self._receive(7)
        self.assertEqual(self._reserved(pickings), [6, 1, 0])

    def test_in_proportion(self):
        """S2: as the company has it set for the dialog."""
        self.company.jxc_allocate_proportional = True
        self.vip.jxc_priority = "0"
        pickings = self._short(6, 6, 6)
        self._receive(8)
        self.assertEqual(self._reserved(pickings), [3, 3, 2])

    def test_nobody_gives_back(self):
        """S2: what a delivery has stays with it; that is for the dialog."""
        pickings = self._short(6, 6, 6)
        self.vip.jxc_priority = "0"
        self._receive(6)
        self.assertEqual(self._reserved(pickings), [6, 0, 0])
        self.vip.jxc_priority = "2"
        self._receive(3)
        self.assertEqual(self._reserved(pickings), [6, 0, 3])

    def test_into_a_bin(self):
        """S2: put into a bin of the shelf it serves those who take from the shelf;
        in quarantine it serves nobody."""
        bin_ = self.warehouse.lot_stock_id.create(
            {"name": "Bin", "location_id": self.warehouse.lot_stock_id.id}
        )
        pickings = self._short(6, 6)
        self._receive(7, bin_)
        self.assertEqual(self._reserved(pickings), [1, 6])

    def test_another_company_s_deliveries(self):
        """S2: the setting is a company's own, and so is what it shares."""
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(other.jxc_allocate_on_arrival)
        self._short(6)
        self._receive(3)
        arrived = self.env["stock.move"].search(
            [("product_id", "=", self.rice.id), ("state", "=", "done")]
        )
        self.assertTrue(arrived._jxc_waiting(self.company))
        self.assertFalse(arrived._jxc_waiting(other))

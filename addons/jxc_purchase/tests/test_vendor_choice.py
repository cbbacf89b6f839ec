from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestVendorChoice(PurchaseCase):
    """P3: beside the price, freight and quality decide who is proposed.

    A manager maintains prices; a buyer sees what is proposed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "批发商"})
        cls.product.seller_ids = [
            Command.create({"partner_id": cls.other.id, "price": 10.4, "delay": 3})
        ]
        cls.mine, cls.theirs = cls.product.seller_ids.with_user(cls.manager)
        cls.dollar = cls.env.ref("base.USD")
        cls.dollar.active = True
        cls.env["res.currency.rate"].create(
            {"currency_id": cls.dollar.id, "rate": 0.125, "company_id": cls.company.id}
        )

    def _ask(self, quantity=100):
        """What the system proposes when the buyer enters a need."""
        suggestions = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        suggestions.search([("product_id", "=", self.product.id)]).sudo().unlink()
        return suggestions.create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "quantity": quantity,
            }
        )

    def _offer(self, suggestion, vendor):
        return suggestion.offer_ids.filtered(lambda o: o.partner_id == vendor)

    # --- freight ---------------------------------------------------------------------

    def test_freight_by_order_unit_and_share(self):
        """P3: the lower price with its freight against the higher one without."""
        self.assertEqual(self._ask().partner_id, self.vendor)
        for by, freight, quantity, best, landed in (
            ("order", 80, 100, self.other, 10.8),
            ("order", 80, 400, self.vendor, 10.2),
            ("unit", 0.5, 100, self.other, 10.5),
            ("unit", 0.3, 100, self.vendor, 10.3),
            ("percent", 5, 100, self.other, 10.5),
            ("percent", 3, 100, self.vendor, 10.3),
        ):
            self.mine.write({"jxc_freight_by": by, "jxc_freight": freight})
            one = self._ask(quantity)
            with self.subTest(by=by, freight=freight, quantity=quantity):
                self.assertEqual(one.partner_id, best)
                offer = self._offer(one, self.vendor)
                self.assertAlmostEqual(offer.landed, landed)
                self.assertEqual(offer.outlay, 10 * quantity)
                self.assertAlmostEqual(
                    offer.outlay + offer.freight, landed * quantity, places=2
                )
        self.assertIn("10.30", one.reason, "the reason names the landed price")

    def test_freight_of_a_vendor_and_of_a_price(self):
        """P3: the vendor's freight is that of all his prices but those with their
        own; a contact of his is he."""
        self.vendor.write({"jxc_freight_by": "percent", "jxc_freight": 10})
        contact = self.vendor.create({"name": "销售部", "parent_id": self.vendor.id})
        self.product.seller_ids.filtered(
            lambda line: line.partner_id == self.vendor
        ).partner_id = contact
        one = self._ask()
        self.assertEqual(self._offer(one, contact).freight, 100)
        self.assertEqual(one.partner_id, self.other)
        self.mine.write({"jxc_freight_by": "order", "jxc_freight": 0})
        one = self._ask()
        self.assertEqual(self._offer(one, contact).freight, 0, "delivered free")
        self.assertEqual(one.partner_id, contact)

    def test_freight_in_dollars_and_dozens(self):
        """P3: freight is in the price's currency and unit; 8 yuan are a dollar."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self.theirs.sudo().write(
            {
                "price": 12,
                "currency_id": self.dollar.id,
                "product_uom_id": dozen.id,
            }
        )
        one = self._ask(96)
        offer = self._offer(one, self.other)
        self.assertEqual((one.partner_id, offer.landed), (self.other, 8))
        self.theirs.write({"jxc_freight_by": "unit", "jxc_freight": 1.5})
        offer = self._offer(self._ask(96), self.other)
        self.assertEqual((offer.landed, offer.freight), (9, 96))
        self.theirs.write({"jxc_freight_by": "order", "jxc_freight": 60})
        one = self._ask(96)
        offer = self._offer(one, self.other)
        self.assertEqual((offer.landed, offer.freight), (13, 480))
        self.assertEqual(one.partner_id, self.vendor)

    def test_freight_of_the_least_that_he_sells(self):
        """P3: the minimum is bought, carried and compared as a whole."""
        self.mine.sudo().min_qty = 200
        self.mine.write({"jxc_freight_by": "unit", "jxc_freight": 1})
        one = self._ask(196)
        offer = self._offer(one, self.vendor)
        self.assertEqual((offer.quantity, offer.freight), (200, 200))
        self.assertEqual((one.partner_id, one.quantity), (self.other, 196))

    def test_freight_per_order_is_counted_once(self):
        """P3: 10.00 with 80 an order, against 10.40: the first hundred go to the other
        vendor; three hundred that are entered at once go to this one, with a share
        each, and whatever joins them pays a share as well."""
        self.mine.write({"jxc_freight_by": "order", "jxc_freight": 80})
        self.assertEqual(self._ask(100).partner_id, self.other)
        goods = self.env["product.product"]
        for number in range(3):
            goods |= self._product(f"罐头 {number}")
        goods.seller_ids.write({"jxc_freight_by": "order", "jxc_freight": 80})
        for one in goods:
            one.seller_ids = [
                Command.create({"partner_id": self.other.id, "price": 10.4})
            ]
        suggestions = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        values = {"warehouse_id": self.warehouse.id, "quantity": 100}
        made = suggestions.create([{**values, "product_id": one.id} for one in goods])
        self.assertEqual(made.partner_id, self.vendor)
        mine = [self._offer(one, self.vendor) for one in made]
        self.assertEqual([round(o.freight, 2) for o in mine], [26.67] * 3)
        self.assertIn("80.00", made[0].reason)
        joins = self._ask(100)
        self.assertEqual(joins.partner_id, self.vendor)
        self.assertEqual(self._offer(joins, self.vendor).freight, 20)
        self.assertEqual(self._offer(joins, self.other).freight, 0)
        # Elsewhere, or later, it would be an order of its own.
        made.sudo().date_from = fields.Date.today() + timedelta(days=9)
        self.assertEqual(self._ask(100).partner_id, self.other)

    def test_needs_of_the_night_share_a_freight(self):
        """P1, P3: those below their minimum are chosen together, by warehouse."""
        goods = self.product
        for number in range(2):
            one = self._product(f"罐头 {number}")
            one.seller_ids = [
                Command.create({"partner_id": self.other.id, "price": 10.4})
            ]
            goods |= one
        goods.seller_ids.filtered(lambda s: s.partner_id == self.vendor).write(
            {"jxc_freight_by": "order", "jxc_freight": 80}
        )
        points = self.env["stock.warehouse.orderpoint"].create(
            [
                {
                    "product_id": one.id,
                    "warehouse_id": self.warehouse.id,
                    "product_min_qty": 100,
                    "product_max_qty": 100,
                    "trigger": "manual",
                }
                for one in goods
            ]
        )
        suggestions = self.env["jxc.purchase.suggestion"]
        pairs = [(one.id, self.warehouse.id) for one in points.product_id]
        suggestions.sudo()._suggest(pairs[:1])
        first = suggestions.search([("product_id", "in", goods.ids)])
        self.assertEqual(first.partner_id, self.other)
        first.unlink()
        suggestions.sudo()._suggest(pairs)
        found = suggestions.search([("product_id", "in", goods.ids)])
        self.assertEqual((len(found), found.partner_id), (3, self.vendor))

    def test_what_is_not_valid_is_not_offered(self):
        """P3: neither before nor after its days, however cheap it would come."""
        self.theirs.write({"jxc_freight_by": "percent", "jxc_freight": 50})
        today = fields.Date.context_today(self.mine)
        self.mine.sudo().date_start = today + timedelta(days=1)
        self.assertEqual(self._ask().offer_ids.partner_id, self.other)
        self.mine.sudo().write({"date_start": False, "date_end": today})
        self.assertEqual(self._ask().partner_id, self.vendor)

    def test_it_is_not_part_of_the_order(self):
        """P3: who carries is paid on his own; the order has the price."""
        self.mine.write({"jxc_freight_by": "unit", "jxc_freight": 0.1})
        one = self._ask()
        one.action_jxc_order()
        self.assertEqual(one.purchase_line_id.price_unit, 10)

    def test_who_may_see_freight(self):
        """F2: as he may see the price: a buyer, and no salesperson."""
        for record in (self.mine, self.vendor):
            with self.assertRaises(AccessError):
                record.with_user(self.salesperson).read(["jxc_freight"])
            record.with_user(self.buyer).read(["jxc_freight"])
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.mine.jxc_freight = -1
                self.env.flush_all()

    # --- quality, punctuality, days --------------------------------------------------

    def _inspect(self, vendor, accepted, received=10):
        goods = self._product("检验品", jxc_inspect=True)
        order = self._order(qty=received, product=goods, confirm=False)
        order.partner_id = vendor
        order.button_confirm()
        picking = self._receive(order)
        inspections = self.env["jxc.inspection"].with_user(self.inspector)
        inspection = inspections.search([("picking_id", "=", picking.id)])
        inspection.line_ids.write({"accepted": accepted, "reason": "破损"})
        inspection.action_jxc_done()
        return inspection

    def test_rejected_goods_cost(self):
        """P3: 10.00 with a fifth rejected counts as 11.00, against 10.40; and the
        reason says so."""
        self._inspect(self.vendor, 8)
        self._inspect(self.other, 10)
        one = self._ask()
        self.assertEqual(one.partner_id, self.other)
        self.assertEqual(one.offer_ids.mapped("quality"), ["100 %", "80 %"])
        self.assertEqual(one.offer_ids.mapped("score"), [100, 95])
        self.assertIn("100 %", one.reason)
        self.assertIn("80 %", one.reason)
        self.company.jxc_choice_rejects = 10
        self.assertEqual(self._ask().partner_id, self.vendor)

    def test_of_whom_nothing_is_known(self):
        """P3: a new vendor counts as the others do, and shows nothing."""
        self._inspect(self.vendor, 8)
        one = self._ask()
        self.assertEqual(one.partner_id, self.vendor)
        self.assertEqual(one.offer_ids.mapped("quality"), ["80 %", False])

    def test_quality_is_of_the_company_and_the_year(self):
        """T6: by one statement; not what others received, nor what came long ago."""
        first = self._inspect(self.vendor, 5)
        self._inspect(self.vendor, 10)
        self._inspect(self.other, 10)
        vendors = self.vendor | self.other
        self.env.flush_all()
        vendors.mapped("commercial_partner_id")
        with self.assertQueryCount(1):
            found = vendors._jxc_quality(self.company)
        self.assertEqual(found, {self.vendor.id: 0.75, self.other.id: 1})
        elsewhere = self.env["res.company"].create({"name": "分公司"})
        self.assertFalse(vendors._jxc_quality(elsewhere))
        long_ago = fields.Datetime.now() - timedelta(days=366)
        first.sudo().line_ids.move_id.date = long_ago
        self.assertEqual(vendors._jxc_quality(self.company)[self.vendor.id], 1)

    def test_late_vendors_cost(self):
        """P3: who was late counts as dearer, by the company's weight."""
        order = self._order(product=self._product("茶叶"))
        order.order_line.sudo().date_planned = fields.Datetime.now() - timedelta(days=9)
        self._receive(order)
        second = self._order(product=self._product("咖啡"), confirm=False)
        second.partner_id = self.other
        second.button_confirm()
        self._receive(second)
        one = self._ask()
        self.assertEqual(one.offer_ids.mapped("punctual"), ["100 %", "0 %"])
        self.assertEqual(one.partner_id, self.other)
        self.company.jxc_choice_late = 3
        self.assertEqual(self._ask().partner_id, self.vendor)

    def test_days_cost_where_the_company_says_so(self):
        """P3: nothing as it comes; a per cent a day where somebody is in a hurry."""
        self.theirs.sudo().delay = 1
        self.mine.sudo().delay = 8
        self.assertEqual(self._ask().partner_id, self.vendor)
        self.company.jxc_choice_day = 1
        self.assertEqual(self._ask().partner_id, self.other)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.company.jxc_choice_day = -1
                self.env.flush_all()

    def test_the_buyer_takes_another(self):
        """P1: side by side, the best first; one click takes the other at its price."""
        self.mine.write({"jxc_freight_by": "unit", "jxc_freight": 1})
        one = self._ask()
        self.assertEqual(one.offer_ids.partner_id, self.other | self.vendor)
        self._offer(one, self.vendor).action_jxc_take()
        self.assertEqual((one.partner_id, one.price_unit), (self.vendor, 10))

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestSuggestionList(PurchaseCase):
    """A buyer's day with the list of suggestions (P1, P3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suggestions = cls.env["jxc.purchase.suggestion"].with_user(cls.buyer)
        cls.other = cls.env["res.partner"].create({"name": "批发商"})

    def _limit(self, product, low=50, high=100, **values):
        return self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "product_min_qty": low,
                "product_max_qty": high,
                **values,
            }
        )

    def _suggest(self, product=None):
        product = product or self.product
        self.env["jxc.purchase.suggestion"]._suggest([(product.id, self.warehouse.id)])
        return self._found(product)

    def _found(self, product=None, state="open"):
        product = product or self.product
        return self.suggestions.search(
            [("product_id", "=", product.id), ("state", "=", state)], order="id"
        )

    def _stock(self, quantity, product=None):
        self.env["stock.quant"]._update_available_quantity(
            product or self.product, self.warehouse.lot_stock_id, quantity
        )

    def _refresh(self):
        return self.suggestions.action_jxc_refresh()

    def _short(self, **values):
        """A suggestion of 100 for the product, which has nothing left."""
        self._limit(self.product, **values)
        return self._suggest()

    # --- finding needs ---------------------------------------------------------------

    def test_it_goes_with_the_need(self):
        """P1: what is missing more or less is suggested so, beside what the buyer
        changed."""
        self._stock(30)
        one = self._short()
        self.assertEqual((one.need, one.quantity), (70, 70))
        one.quantity = 60
        self._stock(-20)
        self._refresh()
        self.assertEqual((one.need, one.quantity), (90, 80))
        self._stock(10)
        self._refresh()
        self.assertEqual((one.need, one.quantity), (80, 70))
        self._stock(80)
        self._refresh()
        self.assertEqual(one.state, "withdrawn")

    def test_what_is_bought_elsewhere_is_not_bought_twice(self):
        """P1: orders by hand take from the suggestion what they cover, all of it in
        the end; the vendor's minimum stays."""
        self.product.seller_ids.min_qty = 20
        one = self._short()
        self._order(qty=30, confirm=False)
        self._refresh()
        self.assertEqual((one.need, one.quantity), (70, 70))
        self._order(qty=65)
        self._refresh()
        self.assertEqual((one.need, one.quantity), (5, 20))
        self._order(qty=5)
        self._refresh()
        self.assertEqual(one.state, "withdrawn", "below its minimum, but on its way")

    def test_less_is_needed_and_packs_stay_whole(self):
        """P1, P3: what is missing shrinks, the vendor goes on selling in dozens."""
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.seller_ids.product_uom_id = dozen
        one = self._short()
        self.assertEqual((one.need, one.quantity), (100, 108))
        self._stock(30)
        self._refresh()
        self.assertEqual((one.need, one.quantity), (70, 84))

    def test_the_parts_of_a_split_shrink_first(self):
        """P1: together they stay what is missing; what was refused counts."""
        one = self._short()
        part = one._split(30, self.vendor)
        self._stock(20)
        self._refresh()
        self.assertEqual((one.need, part.need, part.quantity), (70, 10, 10))
        one.action_jxc_refuse("不买")
        self._stock(15)
        self._refresh()
        self.assertEqual((one.need, one.state), (70, "refused"))
        self.assertEqual(part.state, "withdrawn")
        self.assertFalse(self._found(), "nothing is missing but what was refused")

    def test_looking_again_finds_what_no_alert_told(self):
        """P1: by the button and by the night's look; twice is as good as once."""
        self._limit(self.product)
        self.assertFalse(self._found())
        self._refresh()
        one = self._found()
        self.assertEqual(one.quantity, 100)
        with self.enter_registry_test_mode():
            cron = self.env.ref("jxc_purchase.ir_cron_refresh_suggestions")
            cron.method_direct_trigger()
        self.assertEqual(self._found(), one)

    def test_what_is_asked_for_is_not_suggested(self):
        """P1: requests for quotation that nobody has confirmed count."""
        self._limit(self.product)
        self._order(qty=70, confirm=False)
        self.assertFalse(self._suggest())

    def test_many_needs_cost_few_statements(self):
        """P1: the number of queries does not follow the number of needs."""

        def look(count):
            goods = self.env["product.product"]
            for number in range(count):
                goods |= self._product(f"批量{count}-{number}")
            for one in goods:
                self._limit(one)
            pairs = [(one.id, self.warehouse.id) for one in goods]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            made = self.env["jxc.purchase.suggestion"]._suggest(pairs)
            self.env.flush_all()
            self.assertEqual(len(made), count)
            return self.env.cr.sql_log_count - before

        look(2)
        # More than the rows that the driver puts into a statement by itself.
        few, many = look(3), look(120)
        self.assertEqual(many, few)

    def test_order_by(self):
        """P1: the last day that still brings the goods before there are none."""
        customers = self.env.ref("stock.stock_location_customers")
        self._stock(220)
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 180,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": customers.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 180, True
        move._action_done()
        one = self._short()
        self.assertEqual((one.available, one.used, one.days_cover), (40, 2, "20"))
        today = fields.Date.context_today(one)
        self.assertEqual(one.date_order_by, today + timedelta(days=20 - 3))
        self.assertEqual(one.on_hand, 40)

    # --- vendors ---------------------------------------------------------------------

    def test_offers_side_by_side(self):
        """P1: another vendor is one click away, with his quantity, price and date."""
        self.product.seller_ids = [
            Command.create({"partner_id": self.other.id, "price": 12, "delay": 1})
        ]
        one = self._short()
        self.assertEqual(one.offer_ids.partner_id, self.vendor | self.other)
        mine, theirs = one.offer_ids
        self.assertEqual((mine.is_chosen, theirs.is_chosen), (True, False))
        self.assertEqual((mine.outlay, theirs.outlay), (1000, 1200))
        theirs.action_jxc_take()
        today = fields.Date.context_today(one)
        self.assertEqual(
            (one.partner_id, one.price_unit, one.date_expected),
            (self.other, 12, today + timedelta(days=1)),
        )
        self.assertTrue(theirs.is_chosen)
        with self.assertRaises(AccessError):
            theirs.price_unit = 1
        one.action_jxc_refuse()
        with self.assertRaisesRegex(UserError, "大米"):
            mine.action_jxc_take()

    def test_of_two_alike_the_punctual_one(self):
        """P1: price and days being the same, who keeps his dates is proposed."""
        line = {"partner_id": self.other.id, "price": 10, "delay": 3, "sequence": 9}
        self.product.seller_ids = [Command.create(line)]
        order = self._order(product=self._product("茶叶"))
        order.partner_id = self.other
        self._receive(order)
        one = self._short()
        self.assertEqual(one.partner_id, self.other)
        self.assertEqual(one.offer_ids.mapped("punctual"), ["100 %", False])
        self.assertIn(self.other.name, one.reason)

    def test_the_price_of_that_quantity(self):
        """P3: a price break, and never nothing below the vendor's minimum."""
        self.product.seller_ids = [
            Command.clear(),
            Command.create({"partner_id": self.vendor.id, "price": 9, "min_qty": 20}),
            Command.create({"partner_id": self.vendor.id, "price": 7, "min_qty": 90}),
        ]
        one = self._short()
        self.assertEqual((one.quantity, one.price_unit), (100, 7))
        one.quantity = 40
        self.assertEqual(one.price_unit, 9)
        one.quantity = 5
        self.assertEqual(one.price_unit, 9)
        one.write({"quantity": 6, "price_unit": 8})
        self.assertEqual(one.price_unit, 8, "the buyer has agreed on it")

    def test_in_the_currency_and_unit_of_the_vendor(self):
        """P3: the order is in what the vendor quotes in, whole packs of his."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.125, "company_id": self.company.id}
        )
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.seller_ids = [
            Command.clear(),
            Command.create(
                {
                    "partner_id": self.other.id,
                    "price": 24,
                    "currency_id": dollar.id,
                    "product_uom_id": dozen.id,
                }
            ),
        ]
        one = self._short()
        self.assertEqual((one.need, one.quantity, one.price_unit), (100, 108, 2))
        self.assertEqual((one.currency_id, one.amount), (dollar, 216))
        self.assertEqual(one.offer_ids.outlay, 1728)
        one.action_jxc_order()
        line = one.purchase_line_id
        self.assertEqual(one.purchase_id.currency_id, dollar)
        self.assertEqual(
            (line.product_qty, line.product_uom_id, line.price_unit), (9, dozen, 24)
        )

    def test_packs(self):
        """P1: rounded up to what it is replenished in."""
        pack = self.env.ref("uom.product_uom_dozen")
        one = self._short(replenishment_uom_id=pack.id)
        self.assertEqual((one.need, one.quantity), (100, 108))

    # --- what a buyer does -----------------------------------------------------------

    def test_refused_is_not_suggested_again(self):
        """P1: with a reason, until the need has gone; it can be taken back."""
        one = self._short()
        dialog = one.action_jxc_ask_refusal()
        wizard = Form(
            self.env[dialog["res_model"]]
            .with_user(self.buyer)
            .with_context(**dialog["context"])
        )
        with self.assertRaises(AssertionError, msg="a reason is needed"):
            wizard.save()
        wizard.reason = "清仓"
        wizard.save().action_jxc_confirm()
        self.assertEqual((one.state, one.refusal), ("refused", "清仓"))
        self._refresh()
        self.assertFalse(self._found())
        one.action_jxc_reopen()
        self.assertEqual((one.state, one.refusal), ("open", False))
        with self.assertRaises(UserError):
            one.action_jxc_reopen()
        one.action_jxc_refuse("清仓")
        self._stock(80)
        self._refresh()
        self.assertEqual(one.state, "withdrawn")
        self._stock(-80)
        self.assertEqual(len(self._suggest()), 1, "a new need is suggested anew")

    def test_postponed(self):
        """P1: out of the list of what is due until that day."""
        one = self._short()
        arch = self.env.ref("jxc_purchase.jxc_purchase_suggestion_view_search")
        self.assertIn('name="due"', arch.arch)
        due = [
            *("&", ("state", "=", "open")),
            *("|", ("date_from", "=", False), ("date_from", "<=", "today")),
        ]
        self.assertIn(one, self.suggestions.search(due))
        one.date_from = fields.Date.context_today(one) + timedelta(days=2)
        self.assertNotIn(one, self.suggestions.search(due))
        self._refresh()
        self.assertEqual(self._found(), one)

    def test_split_and_merged(self):
        """P1: a part from another vendor; nothing is suggested twice on the way."""
        line = {"partner_id": self.other.id, "price": 11, "delay": 3}
        self.product.seller_ids = [Command.create(line)]
        one = self._short()
        dialog = one.action_jxc_ask_split()
        wizard = Form(
            self.env[dialog["res_model"]]
            .with_user(self.buyer)
            .with_context(**dialog["context"])
        )
        self.assertEqual(wizard.partner_id, self.other)
        wizard.quantity = 30
        wizard.save().action_jxc_confirm()
        part = self._found() - one
        self.assertEqual((one.quantity, one.price_unit), (70, 10))
        self.assertEqual((part.quantity, part.price_unit), (30, 11))
        self.assertEqual(
            (part.parent_id, part.offer_ids.mapped("outlay")[0]), (one, 1000)
        )
        for bad in (0, 70, 90):
            with self.assertRaisesRegex(UserError, "70"):
                one._split(bad, self.other)
        one.action_jxc_order()
        self._refresh()
        self.assertEqual(self._found(), part, "the part still waits")
        self.assertEqual(part.quantity, 30)
        rest = part._split(10, self.vendor)
        (part | rest).action_jxc_merge()
        self.assertEqual((part.quantity, part.partner_id), (30, self.other))
        self.assertEqual(rest.state, "withdrawn")
        with self.assertRaises(UserError):
            part.action_jxc_merge()

    def test_by_hand(self):
        """P1: a buyer enters a need; vendors are asked, and nobody takes it away."""
        self._limit(self.product, low=10, high=20)
        form = Form(self.suggestions)
        form.product_id = self.product
        form.quantity = 40
        one = form.save()
        self.assertEqual((one.kind, one.warehouse_id), ("manual", self.warehouse))
        self.assertEqual((one.partner_id, one.price_unit), (self.vendor, 10))
        self.assertEqual((one.need, len(one.offer_ids)), (40, 1))
        self._refresh()
        self.assertEqual(self._found(), one, "it covers the limit as well")
        self._stock(30)
        self._refresh()
        self.assertEqual(one.state, "open")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                one.copy()

    def test_nothing_decided_is_written(self):
        """F2: as the buyer, by write, create, and default in the context."""
        one = self._short()
        tea = self._product("茶叶")
        values = {
            "product_id": tea.id,
            "warehouse_id": self.warehouse.id,
            "quantity": 1,
        }
        for name, value in (("kind", "minimum"), ("need", 1), ("parent_id", one.id)):
            with self.assertRaises(UserError, msg=name):
                one.write({name: value})
        for name, value in (("kind", "minimum"), ("parent_id", one.id)):
            with self.assertRaises(UserError, msg=name), self.env.cr.savepoint():
                self.suggestions.create({**values, name: value})
        with self.assertRaises(AccessError):
            one.with_user(self.salesperson).action_jxc_refresh()
        with self.assertRaises(AccessError):
            one.offer_ids.with_user(self.salesperson).read(["price_unit"])

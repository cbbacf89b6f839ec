from odoo import Command, fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import StockCase


class KindCase(StockCase):
    """One rule at a time, and nothing else that watches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.alert.rule"].search([]).active = False

    def _rule(self, kind, **values):
        values = {"name": kind, "kind": kind, "group_id": self.keepers.id, **values}
        return self.env["jxc.alert.rule"].with_user(self.manager).create(values)

    @property
    def keepers(self):
        return self.env.ref("jxc_base.group_jxc_stock_keeper")

    def _watch(self, rule, scan=False):
        """The live alerts of the rule after the commit, or after the hourly look."""
        if scan:
            self.env["jxc.alert.rule"]._cron_scan()
        self.env.cr.flush()
        self.env["jxc.alert.mark"]._process()
        live = [("rule_id", "=", rule.id), ("state", "in", ("open", "acknowledged"))]
        return self.env["jxc.alert"].search(live)

    def _ago(self, days):
        return fields.Datetime.subtract(fields.Datetime.now(), days=days)


@tagged("post_install", "-at_install")
class TestGoodsKinds(KindCase):
    """K3, K4, K5: kinds that look at a product in a warehouse."""

    def test_out_of_stock(self):
        """Nothing left of what the warehouse ships; not of what it never had."""
        self._product("Never Had")
        rule = self._rule("out_of_stock", days=30)
        self._receive(5)
        self._finish(self._ship(3))
        self.assertFalse(self._watch(rule))
        rest = self._ship(2)
        alert = self._watch(rule)
        self.assertEqual(alert.key, f"{self.product.id}:{self.warehouse.id}")
        self.assertIn("Soy Sauce", alert.name)
        self.assertEqual(alert.receiver_ids, rule._jxc_receivers(self.company))
        action = alert.with_user(self.salesperson).action_jxc_next()
        overview = self.env[action["res_model"]].with_user(self.salesperson)
        self.assertEqual(overview.search(action["domain"]).warehouse_id, self.warehouse)
        self._finish(rest)
        self.assertEqual(self._watch(rule), alert, "shipped within the days")
        self._receive(1)
        self.assertFalse(self._watch(rule))
        self.assertEqual(alert.state, "closed")

    def test_out_of_stock_of_what_has_limits(self):
        rule = self._rule("out_of_stock")
        limit = self._limit(1, 2)
        self.assertTrue(self._watch(rule))
        limit.unlink()
        self.assertFalse(self._watch(rule), "the warehouse does not deal in it now")

    def test_negative(self):
        """Where a place is allowed to fall below nothing, somebody is told."""
        rule = self._rule("negative", severity="critical")
        self.shelf.jxc_allow_negative = True
        self._receive(1)
        move = self._ship(3).move_ids
        self.assertFalse(self._watch(rule))
        self._finish(move.picking_id)
        alert = self._watch(rule)
        self.assertIn("-2", alert.body)
        self.assertIn(self.shelf.complete_name, alert.body)
        self._receive(2)
        self.assertFalse(self._watch(rule))

    def test_no_movement(self):
        """Found by the regular look, closed by the next movement at once."""
        self._receive(5)
        old = self._receive(5, product=self._product("Old Stock")).move_ids
        rule = self._rule("no_movement", days=90)
        self.assertNotIn(old.product_id.id, self._watch(rule).mapped("res_id"))
        old.date = self._ago(91)
        alerts = self._watch(rule, scan=True)
        self.assertIn(old.product_id.id, alerts.mapped("res_id"))
        self.assertNotIn(self.product.id, alerts.mapped("res_id"))
        alert = alerts.filtered(lambda a: a.res_id == old.product_id.id)
        action = alert.with_user(self.keeper).action_jxc_next()
        # A transfer of the host's, or of jxc_transfer where that is installed.
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.keeper)
            .with_context(**action["context"])
        )
        lines = "move_ids" if action["res_model"] == "stock.picking" else "line_ids"
        with getattr(form, lines).edit(0) as line:
            self.assertEqual(line.product_id, old.product_id)
        self._finish(self._ship(1, product=old.product_id))
        self.assertNotIn(old.product_id.id, self._watch(rule).mapped("res_id"))

    def test_scope(self):
        """A rule looks at its warehouses, categories and products, and no others."""
        category = self.env["product.category"].create({"name": "Drinks"})
        inner = category.create({"name": "Tea", "parent_id": category.id})
        tea = self._product("Tea", categ_id=inner.id)
        other = self.env["stock.warehouse"].create({"name": "Two", "code": "TWO"})
        self._limit(1, 5).copy({"product_id": tea.id})
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": tea.id,
                "warehouse_id": other.id,
                "location_id": other.lot_stock_id.id,
                "product_min_qty": 1,
                "product_max_qty": 5,
            }
        )
        rule = self._rule(
            "below_min",
            categ_ids=[Command.set(category.ids)],
            warehouse_ids=[Command.set(self.warehouse.ids)],
        )
        here = f"{tea.id}:{self.warehouse.id}"
        self.assertEqual(self._watch(rule).mapped("key"), [here])
        rule.warehouse_ids = other
        self.assertEqual(self._watch(rule).mapped("key"), [f"{tea.id}:{other.id}"])
        rule.write({"categ_ids": False, "product_ids": self.product, "days": 0})
        self.assertFalse(self._watch(rule))
        rule.warehouse_ids = False
        self.assertEqual(self._watch(rule).mapped("res_model"), [self.POINT])

    POINT = "stock.warehouse.orderpoint"

    def test_company(self):
        """A rule of a company watches its warehouses only."""
        other = self.env["res.company"].create({"name": "Other"})
        self._limit(1, 5)
        rule = self._rule("below_min", company_id=self.company.id)
        self.assertIn(self.product.id, self._products(self._watch(rule)))
        rule.with_user(self.env.user).company_id = other
        self.assertFalse(self._watch(rule))

    def _products(self, alerts):
        return [int(alert.key.split(":")[0]) for alert in alerts]

    def test_reads_do_not_grow_with_the_goods(self):
        """K4: one statement looks at all keys."""
        rule = self._rule("negative")
        products = [self._product(f"P{n}") for n in range(60)]
        houses = self.warehouse
        keys = [f"{product.id}:{houses.id}" for product in products]
        rule._jxc_evaluate("negative", keys[:1])
        with self.assertQueryCount(1):
            rule._jxc_evaluate("negative", keys)
        for kind in ("out_of_stock", "no_movement", "below_min"):
            rule.kind = kind
            rule.flush_recordset()
            with self.assertQueryCount(1):
                rule._jxc_evaluate(kind, keys)

    def test_rules_are_the_managers(self):
        """F2: the scope of a rule is not for who works by it."""
        rule = self._rule("negative")
        with self.assertRaises(AccessError):
            rule.with_user(self.keeper).warehouse_ids = self.warehouse
        with self.assertRaisesRegex(ValidationError, "negative"):
            rule.days = -1


@tagged("post_install", "-at_install")
class TestExpiryKinds(KindCase):
    """K3, K5: lots that are near their date, and past it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.milk = cls._product(
            "Milk", tracking="lot", use_expiration_date=True, expiration_time=60
        )

    def _stocked(self, days):
        lot = self._lot(f"L{days}", days, self.milk)
        self._put(4, product=self.milk, lot_id=lot)
        return lot

    def test_days_before(self):
        near, far, gone = self._stocked(9), self._stocked(11), self._stocked(-1)
        self._lot("Empty", 5, self.milk)
        rule = self._rule("expiring", days=10)
        alerts = self._watch(rule)
        self.assertEqual(alerts.mapped("res_id"), near.ids, (far, gone))
        self.assertEqual(alerts.res_model, "stock.lot")
        self.assertIn("L9", alerts.name)
        action = alerts.with_user(self.manager).action_jxc_next()
        self.assertEqual(action["res_model"], "product.pricelist.item")
        self.assertEqual(
            action["context"]["default_product_tmpl_id"], self.milk.product_tmpl_id.id
        )
        self.assertEqual(action["context"]["default_date_end"], near.expiration_date)
        # A customer has some of it already: what lies in no warehouse is no alert.
        customers = self.env.ref("stock.stock_location_customers")
        self.env["stock.quant"]._update_available_quantity(
            self.milk, customers, 3, lot_id=near
        )
        near.expiration_date = far.expiration_date
        self.assertFalse(self._watch(rule), "a corrected date is looked at at once")

    def test_a_part_of_its_life(self):
        """A third and a sixth of the sixty days that the product lives."""
        half, third, sixth = map(self._stocked, (30, 19, 9))
        rules = self._rule("expiring", expiry_at="third")
        rules |= self._rule("expiring", expiry_at="sixth")
        self._watch(rules[0])
        found = [sorted(rule.alert_ids.mapped("res_id")) for rule in rules]
        self.assertEqual(found, [[third.id, sixth.id], sixth.ids])
        self.assertNotIn(half.id, found[0])

    def test_a_life_that_the_product_does_not_say(self):
        """It began when the lot came: twelve days old, five left of seventeen."""
        self.milk.expiration_time = 0
        lot = self._stocked(5)
        rule = self._rule("expiring", expiry_at="third")
        self.assertFalse(self._watch(rule))
        self.env.cr.execute(
            "UPDATE stock_lot SET create_date = %s WHERE id = %s",
            [self._ago(12), lot.id],
        )
        self.assertEqual(self._watch(rule, scan=True).res_id, lot.id)

    def test_expired_until_it_is_out_of_the_way(self):
        """Goods that were moved to quarantine are dealt with."""
        lot = self._stocked(-1)
        rule = self._rule("expired")
        alert = self._watch(rule)
        self.assertEqual(alert.res_id, lot.id)
        self.assertEqual(alert.company_id, self.company)
        action = alert.with_user(self.keeper).action_jxc_next()
        self.assertEqual(action["res_model"], "stock.scrap")
        self.assertEqual(action["context"]["default_lot_id"], lot.id)
        self.assertEqual(action["context"]["default_product_id"], self.milk.id)
        picking = self._transfer(self.shelf, self.quarantine, 4, self.milk)
        move = picking.move_ids
        move.move_line_ids = [
            Command.clear(),
            Command.create(
                {
                    "product_id": self.milk.id,
                    "lot_id": lot.id,
                    "quantity": 4,
                    "location_id": self.shelf.id,
                    "location_dest_id": self.quarantine.id,
                }
            ),
        ]
        move.picked = True
        picking.button_validate()
        self.assertFalse(self._watch(rule))
        self.assertEqual(alert.state, "closed")

    def test_expired_goods_that_arrive(self):
        """K4: a receipt is looked at without waiting for the clock."""
        rule = self._rule("expired")
        lot = self._lot("Late", -2, self.milk)
        picking = self._transfer(self.suppliers, self.shelf, 3, self.milk)
        picking.move_ids.move_line_ids.lot_id = lot
        self._finish(picking.with_context(skip_expired=True))
        self.assertEqual(self._watch(rule).res_id, lot.id)


@tagged("post_install", "-at_install")
class TestLateKinds(KindCase):
    """K3, K5: what did not come, and what did not go, when it should."""

    def test_receipt_late(self):
        picking = self._transfer(self.suppliers, self.shelf, 5)
        rule = self._rule("receipt_late", days=2)
        self.assertNotIn(picking.id, self._watch(rule).mapped("res_id"))
        picking.scheduled_date = self._ago(3)
        alert = self._watch(rule).filtered(lambda a: a.res_id == picking.id)
        self.assertEqual(alert.res_model, "stock.picking")
        self.assertIn(picking.name, alert.name)
        self._finish(picking)
        self._watch(rule)
        self.assertEqual(alert.state, "closed")

    def test_delivery_late(self):
        """What was promised counts, however often the plan was put off."""
        self._receive(5)
        picking = self._ship(5)
        picking.move_ids.date_deadline = self._ago(2)
        rule = self._rule("delivery_late", days=1)
        alert = self._watch(rule).filtered(lambda a: a.res_id == picking.id)
        self.assertTrue(alert)
        picking.action_cancel()
        self._watch(rule)
        self.assertEqual(alert.state, "closed")

    def test_scope_of_transfers(self):
        """A rule for some products looks at transfers that still wait for them."""
        picking = self._transfer(self.suppliers, self.shelf, 5)
        picking.scheduled_date = self._ago(3)
        rule = self._rule("receipt_late", product_ids=[Command.set(self.product.ids)])
        self.assertIn(picking.id, self._watch(rule).mapped("res_id"))
        rule.product_ids = self._product("Other")
        self.assertNotIn(picking.id, self._watch(rule).mapped("res_id"))

    def test_time_alone_makes_late(self):
        """K4: without a movement the regular look finds it."""
        picking = self._transfer(self.suppliers, self.shelf, 5)
        rule = self._rule("receipt_late", days=1)
        self._watch(rule)
        self.env.cr.execute(
            "UPDATE stock_picking SET scheduled_date = %s WHERE id = %s",
            [self._ago(2), picking.id],
        )
        self.assertNotIn(picking.id, self._watch(rule).mapped("res_id"))
        self.assertIn(picking.id, self._watch(rule, scan=True).mapped("res_id"))

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_lot_stop import LotCase


class LifeCase(LotCase):
    """Oat Milk keeps for 90 days: OLD has expired, NEAR has 20 left, FAR 60."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.env["res.partner"].create({"name": "Shop", "is_company": True})
        cls.gate = cls.env["res.partner"].create(
            {"name": "Gate", "parent_id": cls.shop.id, "type": "delivery"}
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Dairy"})
        cls.template = cls.food.product_tmpl_id

    @classmethod
    def _rule(cls, number, unit="day", kind="delivery", **values):
        vals = {"number": number, "unit": unit, "kind": kind, **values}
        return cls.env["jxc.life.rule"].create(vals)

    def _to(self, partner, quantity=5, planned=None):
        """A delivery to the partner, as sales makes it."""
        picking = self.env["stock.picking"].with_user(self.keeper)
        picking = picking.create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": partner.id,
                "location_id": self.shelf.id,
                "location_dest_id": self.customers.id,
                "scheduled_date": planned or fields.Datetime.now(),
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.food.id,
                            "product_uom_qty": quantity,
                            "location_id": self.shelf.id,
                            "location_dest_id": self.customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _arriving(self, days, name="NEW", partner=None, quantity=5):
        picking = self._transfer(self.suppliers, self.shelf, quantity, self.food)
        picking.partner_id = partner or self.vendor
        end = self.old._jxc_today() + timedelta(days=days)
        picking.move_line_ids.write(
            {"lot_name": name, "expiration_date": self.old._jxc_end_of(end)}
        )
        picking.move_ids.picked = True
        return picking

    def _validate(self, picking):
        return picking.with_context(skip_sms=True).button_validate()

    def _stopped(self, text, picking):
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            self._validate(picking)
        self.env.invalidate_all()

    def _release(self, picking, reason="the customer agreed", **values):
        action = picking.with_user(self.manager).action_jxc_release()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"reason": reason, **values}).action_release()


@tagged("post_install", "-at_install")
class TestMinimumOnReceipt(LifeCase):
    """T4: a vendor may not bring what will soon expire."""

    def test_too_short(self):
        """T4: the message says what, how short, and who wants more."""
        self._rule(30, kind="receipt", product_tmpl_id=self.template.id)
        picking = self._arriving(29)
        line = picking.move_line_ids
        self.assertEqual(line.jxc_days_left, 29)
        self.assertTrue(picking.jxc_has_short_life)
        text = r"Oat Milk NEW cannot be received by WH/IN.*29 days.*30.*\(Oat Milk: 30"
        self._stopped(text, picking)
        self.assertFalse(self.env["stock.lot"].search([("name", "=", "NEW")]))
        picking = self._arriving(30)
        self.assertFalse(picking.jxc_has_short_life)
        self._validate(picking)
        self.assertEqual(picking.state, "done")

    def test_share_of_its_life(self):
        """T4: of the life on the label, or of that of the product."""
        self._rule(2, "third", kind="receipt", partner_id=self.vendor.id)
        self._stopped("59 days.* 60 ", self._arriving(59))
        self._validate(self._arriving(60))
        picking = self._arriving(65, "LONG")
        line = picking.move_line_ids
        line.jxc_production_date = self.old._jxc_today() - timedelta(days=35)
        self._stopped("65 days.* 67 ", picking)
        self._validate(self._arriving(1, "OTHER", self.shop))

    def test_into_a_lot_that_exists(self):
        """T4: more of a lot that has become too old."""
        self._rule(30, kind="receipt")
        picking = self._arriving(40)
        picking.move_line_ids.write({"lot_id": self.near.id, "lot_name": False})
        self._stopped("NEAR cannot be received", picking)

    def test_release(self):
        """T4: for this lot with this date, by those who may, with a reason."""
        self._rule(30, kind="receipt")
        picking = self._arriving(10)
        with self.assertRaises(AccessError):
            picking.action_jxc_release()
        key = picking.move_line_ids._jxc_life_key()
        for vals in ({"jxc_released_life": [key]}, {"jxc_released_life": True}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                picking.write(vals)
        self._release(picking, "half price")
        text = "".join(picking.message_ids.mapped("body"))
        self.assertRegex(text, "Oat Milk NEW .10 days.*half price")
        line = picking.move_line_ids
        self.assertFalse(line.jxc_life_warning)
        day = line.expiration_date
        line.expiration_date = day - timedelta(days=2)
        self._stopped("8 days", picking)
        line.expiration_date = day
        self._validate(picking)
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.copy().jxc_released_life)

    def test_only_what_a_vendor_brings(self):
        """T4: a customer's return and a transfer within are not refused."""
        self._rule(80, kind="receipt")
        picking = self._transfer(self.customers, self.shelf, 1, self.food)
        picking.move_line_ids.lot_id = self.near
        self._finish(picking)
        self._finish(self._transfer(self.shelf, self.quarantine, 1, self.food))


@tagged("post_install", "-at_install")
class TestMinimumOfCustomer(LifeCase):
    """T4: a customer does not get what is too short for him."""

    def test_reserved_is_the_next(self):
        """T4: first expired first out, but not what is too short; the address takes
        what its company wants."""
        self._rule(30, partner_id=self.shop.id)
        self.assertEqual(self._taken(self._to(self.vendor)), [("NEAR", 5)])
        self.assertEqual(self._taken(self._to(self.shop)), [("FAR", 5)])
        picking = self._to(self.gate, 12)
        self.assertEqual(self._taken(picking), [("FAR", 5)])
        with self.assertRaisesRegex(UserError, "Only 5|reserved"):
            picking.move_ids.quantity = 9

    def test_the_last_day_counts(self):
        """T4: as many days as asked for are enough, one less is not."""
        rule = self._rule(20, partner_id=self.shop.id)
        self.assertEqual(self._taken(self._to(self.shop)), [("NEAR", 5)])
        rule.number = 21
        self.assertEqual(self._taken(self._to(self.shop)), [("FAR", 5)])

    def test_on_the_planned_day(self):
        """T4: what is planned for later is measured then."""
        self._rule(10, partner_id=self.shop.id)
        self.assertEqual(self._taken(self._to(self.shop)), [("NEAR", 5)])
        planned = fields.Datetime.now() + timedelta(days=15)
        self.assertEqual(self._taken(self._to(self.shop, 5, planned)), [("FAR", 5)])

    def test_share(self):
        """T4: half of 90 days are 45."""
        self._rule(50, "percent", partner_id=self.shop.id)
        self.assertEqual(self._taken(self._to(self.shop, 12)), [("FAR", 10)])

    def test_the_nearest_rule(self):
        """T4: product before category; one for a customer may ask for less."""
        parent = self.env["product.category"].create({"name": "Food"})
        self.food.categ_id = parent.create({"name": "Milk", "parent_id": parent.id})
        self._rule(30, categ_id=parent.id)
        self.assertEqual(self._taken(self._to(self.vendor)), [("FAR", 5)])
        mine = {"partner_id": self.shop.id, "product_tmpl_id": self.template.id}
        self._rule(50, partner_id=self.shop.id)
        rule = self._rule(0, **mine)
        self.assertEqual(self._taken(self._to(self.gate)), [("NEAR", 5)])
        rule.unlink()
        self.assertEqual(self._taken(self._to(self.gate)), [("FAR", 5)])

    def test_other_company(self):
        """T4: what another company has agreed on does not bind this one."""
        other = self.env["res.company"].create({"name": "Other"})
        rule = self._rule(30, company_id=other.id)
        self.assertEqual(self._taken(self._to(self.shop)), [("NEAR", 5)])
        rules = self.env["jxc.life.rule"].with_user(self.manager)
        self.assertNotIn(rule, rules.search([]))
        rule.company_id = False
        self.assertEqual(self._taken(self._to(self.shop)), [("FAR", 5)])

    def test_two_steps(self):
        """T4: what is too short does not even get to the gate."""
        self.warehouse.delivery_steps = "pick_ship"
        self._rule(30, partner_id=self.shop.id)
        values = {"warehouse_id": self.warehouse, "partner_id": self.gate.id}
        procure = self.env["stock.rule"].Procurement
        unit = self.food.uom_id
        self.env["stock.rule"].run(
            [
                procure(
                    self.food, 5, unit, self.customers, "S", "S", self.company, values
                )
            ]
        )
        move = self.env["stock.move"].search([], order="id desc", limit=1)
        self.assertEqual(move.location_id, self.shelf)
        move._action_assign()
        self.assertEqual(move.move_line_ids.lot_id, self.far)

    def test_there_and_back_and_there_again(self):
        """T4: the return of a return makes the way of the goods a circle."""
        self.warehouse.delivery_steps = "pick_ship"
        self._rule(30, partner_id=self.shop.id)
        gate = self.warehouse.wh_output_stock_loc_id
        kind = self.warehouse.pick_type_id
        whole = {"location_final_id": self.customers.id, "partner_id": self.shop.id}
        pick = self._transfer(self.shelf, gate, 5, self.food, kind, **whole)
        self.assertEqual(pick.move_line_ids.lot_id, self.far)
        for _way in ("picked", "back", "again"):
            self._finish(pick)
            returns = self.env["stock.return.picking"].with_context(
                active_id=pick.id, active_model="stock.picking"
            )
            wizard = returns.with_user(self.keeper).create({})
            wizard.product_return_moves.quantity = 5
            pick = pick.browse(wizard.action_create_returns()["res_id"])
        moves = pick.move_ids | pick.move_ids.move_orig_ids
        self.assertIn(pick.move_ids, moves._jxc_way())
        self.assertEqual(pick.state, "assigned")

    def test_units(self):
        """T4: whatever unit it is ordered in."""
        self._rule(30, partner_id=self.shop.id)
        dozen = self.env.ref("uom.product_uom_dozen")
        self._put(14, product=self.food, lot_id=self.far)
        picking = self._to(self.shop, 24)
        picking.do_unreserve()
        picking.move_ids.product_uom = dozen
        picking.move_ids.product_uom_qty = 2
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, self.far)
        self.assertEqual(picking.move_line_ids.quantity_product_uom, 24)

    def test_by_hand(self):
        """T4: no line takes it there, whatever way is tried."""
        self._rule(30, partner_id=self.shop.id)
        picking, lines = self._to(self.gate), self.env["stock.move.line"]
        line, text = picking.move_line_ids, "NEAR cannot leave.*20 days.*30.*Shop"
        ours = {"picking_id": picking.id, "move_id": picking.move_ids.id}
        self._refused(text, lines, "create", [self._line(self.near, **ours)])
        self._refused(text, line, "write", line.ids, {"lot_id": self.near.id})
        self._refused(text, picking, "write", picking.ids, {
            "move_line_ids": [Command.create(self._line(self.near))],
        })  # fmt: skip
        within = self._transfer(self.shelf, self.quarantine, 1, self.food)
        within.partner_id = self.gate
        vals = {"lot_id": self.near.id, "location_dest_id": self.customers.id}
        inner = within.move_line_ids
        self._refused(text, inner, "write", inner.ids, vals)
        self._refused(text, picking.move_ids, "write", picking.move_ids.ids, {
            "lot_ids": [Command.set(self.near.ids)],
        })  # fmt: skip

    def test_asked_for_after_it_was_reserved(self):
        """T4: then it is refused when it is shipped, with any key in the context."""
        picking = self._to(self.shop)
        picking.move_ids.picked = True
        self._rule(30, partner_id=self.shop.id)
        self.env.invalidate_all()
        self.assertTrue(picking.jxc_has_short_life)
        keys = {"skip_expired": True, "skip_backorder": True, "jxc_leaving": []}
        text = "NEAR cannot leave"
        self._refused(text, picking, "button_validate", picking.ids, **keys)

    def test_to_another_customer(self):
        """T4: who gets it is decided when it is shipped."""
        self._rule(30, partner_id=self.shop.id)
        picking = self._to(self.vendor)
        picking.move_ids.picked = True
        picking.partner_id = self.gate
        self._refused("NEAR", picking, "button_validate", picking.ids)

    def test_release(self):
        """T4: for one transfer, with a reason."""
        self._rule(70, partner_id=self.shop.id)
        picking, other = self._to(self.shop), self._to(self.shop)
        self.assertFalse(picking.move_line_ids | other.move_line_ids)
        self._release(picking, lot_ids=[Command.set(self.near.ids)])
        (picking | other).action_assign()
        self.assertEqual(self._taken(picking), [("NEAR", 5)])
        self.assertFalse(other.move_line_ids)
        picking.move_ids.picked = True
        self._validate(picking)
        self.assertEqual(picking.state, "done")

    def test_production_and_transfers(self):
        """T4: only customers ask for it."""
        self._rule(70)
        self._finish(self._transfer(self.shelf, self.quarantine, 1, self.food))
        place = self.env["stock.location"].search([("usage", "=", "production")])[:1]
        picking = self._transfer(self.shelf, place, 1, self.food)
        self.assertEqual(picking.move_line_ids.lot_id, self.near)
        self._finish(picking)


@tagged("post_install", "-at_install")
class TestLifeRules(LifeCase):
    """T4: who says what, and what cannot be said."""

    def test_who(self):
        """T4, F2: buyers for vendors, salespeople for customers, keepers not."""
        rules, rule = self.env["jxc.life.rule"], self._rule(5)
        vals = {"number": 3, "partner_id": self.shop.id}
        for user, kinds in (
            (self.buyer, ["receipt"]),
            (self.salesperson, ["delivery"]),
            (self.manager, ["receipt", "delivery"]),
            (self.keeper, []),
            (self.accountant, []),
        ):
            self.assertEqual(rule.with_user(user).number, 5)
            for kind in ("receipt", "delivery"):
                mine = rules.with_user(user)
                with self.subTest(user=user.login, kind=kind):
                    if kind in kinds:
                        mine.create({**vals, "kind": kind}).unlink()
                        continue
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        mine.create({**vals, "kind": kind})
        with self.assertRaises(AccessError):
            rule.with_user(self.keeper).number = 0
        with self.assertRaises(AccessError):
            rule.with_user(self.buyer).number = 0

    def test_what_cannot_be(self):
        """T4: two for one case, more than all, both product and category."""
        self._rule(5, partner_id=self.shop.id)
        category = self.env["product.category"].create({"name": "C"})
        both = {"product_tmpl_id": self.template.id, "categ_id": category.id}
        for vals in (
            {"number": 101, "unit": "percent"},
            {"number": 4, "unit": "third"},
            {"number": 1, **both},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._rule(**vals)
        for vals in ({"number": -1}, {"number": 9, "partner_id": self.shop.id}):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._rule(**vals)

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestPickBin(TransferCase):
    """T1, T2: pick bins are filled from the reserve before they are empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        places = cls.env["stock.location"]
        cls.reserve, cls.pick = places.create(
            [{"name": name, "location_id": cls.shelf.id} for name in ("RES", "PICK")]
        )
        cls.high, cls.low, cls.closed = places.create(
            [
                {"name": name, "location_id": cls.reserve.id}
                for name in ("R-02", "R-01", "R-99")
            ]
        )
        cls.yogurt = cls._product("Yogurt", tracking="lot", use_expiration_date=True)
        lots = {"SOON": 30, "LATE": 90, "GONE": -2, "BAD": 20}
        cls.soon, cls.late, cls.gone, cls.bad = (
            cls._make_lot(name, days) for name, days in lots.items()
        )
        cls.bad._jxc_block("mould")
        for place, lot in (
            (cls.high, cls.late),
            (cls.low, cls.soon),
            (cls.low, cls.gone),
            (cls.high, cls.bad),
        ):
            cls._put(10, place, cls.yogurt, lot_id=lot)
        cls._put(2, cls.pick, cls.yogurt, lot_id=cls.late)
        cls._put(50, cls.low)

    @classmethod
    def _make_lot(cls, name, days):
        return cls._lot(cls, name, days, cls.yogurt)

    def _rule(self, product=None, low=5, high=17, user=None, **values):
        return (
            self.env["jxc.pick.bin"]
            .with_user(user or self.keeper)
            .create(
                {
                    "product_id": (product or self.yogurt).id,
                    "location_id": self.pick.id,
                    "reserve_id": self.reserve.id,
                    "minimum": low,
                    "maximum": high,
                    **values,
                }
            )
        )

    def _refilled(self, rules):
        action = rules.action_jxc_refill()
        return self.env["stock.picking"].search(action["domain"])

    def test_first_expired_first_and_once(self):
        """T1, T4: up to the maximum, one transfer per zone, the lot that expires first
        from its bin; neither expired nor blocked goods; and not a second time."""
        rules = self._rule() | self._rule(self.product, 5, 20)
        self.assertEqual(rules.mapped("missing"), [15, 20])
        picking = self._refilled(rules)
        self.assertEqual(len(picking), 1)
        taken = {
            (line.lot_id, line.location_id): line.quantity
            for line in picking.move_line_ids.filtered("lot_id")
        }
        self.assertEqual(taken, {(self.soon, self.low): 10, (self.late, self.high): 5})
        self.assertEqual(picking.move_line_ids.location_dest_id, self.pick)
        self.assertEqual(rules.mapped("coming"), [15, 20])
        with self.assertRaises(UserError):
            rules.action_jxc_refill()
        picking.move_ids.picked = True
        picking.with_user(self.keeper).button_validate()
        self.assertEqual(picking.state, "done")
        rules.invalidate_recordset()
        self.assertEqual(rules.mapped("free"), [17, 20])
        self.assertEqual(rules.mapped("missing"), [0, 0])

    def test_no_more_than_the_reserve_has(self):
        """T1: what is good for nothing in the reserve fills no bin."""
        rule = self._rule(high=100)
        picking = self._refilled(rule)
        self.assertEqual(picking.move_ids.product_uom_qty, 20)
        self.assertEqual(picking.move_ids.quantity, 20)
        self.assertFalse(picking.move_line_ids.lot_id & (self.gone | self.bad))
        picking.do_unreserve()
        self.soon._jxc_block("mould")
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.lot_id, self.late)

    def test_the_scheduled_action(self):
        """T1: every hour, and it does nothing where nothing is missing."""
        rule = self._rule()
        self._rule(self.product, 0, 10)
        cron = self.env.ref("jxc_transfer.ir_cron_refill")
        for _time in range(2):
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
        moves = self.env["stock.move"].search([("jxc_pick_bin_id", "!=", False)])
        self.assertEqual((moves.jxc_pick_bin_id, moves.quantity), (rule, 15))

    def test_who_may_and_where(self):
        """T1, F2: keepers say the limits; the reserve is another zone of the same
        warehouse; nobody marks a move of his own as a refill."""
        rule = self._rule()
        branch = self.branch.lot_stock_id
        for values in (
            {"reserve_id": self.shelf.id},
            {"reserve_id": branch.id},
            {"location_id": self.quarantine.id},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                rule.write(values)
        with self.assertRaises(AccessError):
            self._rule(user=self.salesperson)
        with self.assertRaises(AccessError):
            rule.with_user(self.buyer).action_jxc_refill()
        move = self._ship(1).move_ids
        with self.assertRaises(UserError):
            move.write({"jxc_pick_bin_id": rule.id})

    def test_queries_do_not_grow(self):
        """The figures of many bins are two statements."""
        rules = self._rule() | self._rule(self.product)
        rules.mapped("missing")
        self.env.flush_all()
        rules.invalidate_recordset(["free", "coming", "missing"])
        with self.assertQueryCount(2):
            rules.mapped("missing")

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import StockCase


class LotCase(StockCase):
    """A product with lots: old has expired, near and far have not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food = cls._product(
            "Oat Milk", tracking="lot", use_expiration_date=True, expiration_time=90
        )
        cls.old = cls._stocked("OLD", -2)
        cls.far = cls._stocked("FAR", 60)
        cls.near = cls._stocked("NEAR", 20)

    @classmethod
    def _stocked(cls, name, days, quantity=10, place=None, product=None):
        product = product or cls.food
        lot = cls._lot(cls, name, days, product)
        cls._put(quantity, place, product, lot_id=lot)
        return lot

    def _block(self, record, reason="smells"):
        action = record.with_user(self.inspector).action_jxc_block()
        wizard = self.env[action["res_model"]].with_user(self.inspector)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"reason": reason}).action_block()

    def _taken(self, picking):
        lines = picking.move_line_ids.sorted("id")
        return [(line.lot_id.name, line.quantity) for line in lines]

    def _line(self, lot, quantity=1, place=None, **values):
        return {
            "product_id": self.food.id,
            "lot_id": lot.id,
            "quantity": quantity,
            "location_id": (place or self.shelf).id,
            "location_dest_id": self.customers.id,
            **values,
        }

    def _refused(self, text, records, method, *args, **context):
        with self.subTest(method=method, args=args):
            with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                model = self.env[records._name].with_user(self.keeper)
                call_kw(model, method, list(args), {"context": context})
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestFefo(LotCase):
    """T4: what expires first goes first."""

    def test_by_expiry_and_not_by_removal_date(self):
        """T4: the host goes by the removal date, and by default by first in."""
        self.far.removal_date = fields.Datetime.add(fields.Datetime.now(), days=5)
        self.assertEqual(
            self._taken(self._ship(12, self.food)), [("NEAR", 10), ("FAR", 2)]
        )

    def test_then_along_the_bins_then_first_in(self):
        """T4: lots without a date come last."""
        bins = self.env["stock.location"].create(
            [{"name": name, "location_id": self.shelf.id} for name in ("A-2", "A-1")]
        )
        early = fields.Datetime.subtract(fields.Datetime.now(), days=9)
        for place, days in zip(bins, (0, 1), strict=True):
            at = fields.Datetime.add(early, days=days)
            self._put(1, place, self.food, lot_id=self.near, in_date=at)
        self.env["stock.quant"]._update_available_quantity(
            self.food, self.shelf, -10, lot_id=self.near
        )
        dateless = self._lot("NONE", -9, self.food)
        dateless.expiration_date = False
        self.assertFalse(dateless.removal_date)
        self._put(5, product=self.food, lot_id=dateless)
        picking = self._ship(14, self.food)
        found = [
            (line.location_id.name, line.lot_id.name, line.quantity)
            for line in picking.move_line_ids.sorted("id")
        ]
        shelf = self.shelf.name
        self.assertEqual(
            found,
            [
                ("A-1", "NEAR", 1),
                ("A-2", "NEAR", 1),
                (shelf, "FAR", 10),
                (shelf, "NONE", 2),
            ],
        )

    def test_a_choice_that_was_made_stays(self):
        """T4: who has chosen first in first out keeps it."""
        fifo = self.env.ref("stock.removal_fifo")
        for record in (self.env["product.category"].create({"name": "F"}), self.shelf):
            record.removal_strategy_id = fifo
            if record != self.shelf:
                self.food.categ_id = record
            picking = self._ship(1, self.food)
            self.assertEqual(self._taken(picking), [("FAR", 1)])
            picking.action_cancel()
            self.food.categ_id = False
        self.shelf.removal_strategy_id = False
        self.assertEqual(self._taken(self._ship(1, self.food)), [("NEAR", 1)])


@tagged("post_install", "-at_install")
class TestStop(LotCase):
    """T4: expired and blocked goods do not leave, whatever way is tried."""

    def test_not_reserved(self):
        """T4: neither expired nor blocked lots, nor lots in a blocked bin."""
        rack = self.env["stock.location"].create(
            {"name": "R", "location_id": self.shelf.id}
        )
        place = rack.create({"name": "R1", "location_id": rack.id})
        self._put(10, place, self.food, lot_id=self.far)
        self._block(self.near)
        self._block(rack, "leaks")
        picking = self._ship(30, self.food)
        self.assertEqual(self._taken(picking), [("FAR", 10)])
        picking.move_ids.quantity = 15
        self.assertNotIn(self.near, picking.move_line_ids.lot_id)
        self.assertNotIn(place, picking.move_line_ids.location_id)

    def test_two_steps(self):
        """T4: the chained move finds what the first one brought, but not if it was
        blocked or expired in between."""
        self.warehouse.delivery_steps = "pick_ship"
        for stop in (
            lambda: self._block(self.near),
            lambda: self.far.write({"expiration_date": "2020-01-01"}),
        ):
            self.env["stock.rule"].run(
                [
                    self.env["stock.rule"].Procurement(
                        self.food, 5, self.food.uom_id, self.customers, "S", "S",
                        self.company,
                        {"warehouse_id": self.warehouse},
                    )
                ]
            )  # fmt: skip
            pick = self.env["stock.picking"].search([], order="id desc", limit=1)
            pick.action_assign()
            lot = pick.move_line_ids.lot_id
            self.assertIn(lot, self.near | self.far)
            self._finish(pick.with_user(self.keeper))
            ship = pick.move_ids.move_dest_ids.picking_id.with_user(self.keeper)
            self.assertEqual(ship.move_line_ids.lot_id, lot)
            ship.do_unreserve()
            stop()
            ship.action_assign()
            self.assertFalse(ship.move_line_ids)
            place = ship.location_id
            vals = self._line(lot, 5, place, move_id=ship.move_ids.id)
            vals["picking_id"] = ship.id
            self._refused("cannot leave", ship.move_line_ids, "create", [vals])
            ship.action_cancel()

    def test_first_step_of_two(self):
        """T4: it does not even get to the gate."""
        self.warehouse.delivery_steps = "pick_ship"
        move = {"location_final_id": self.customers.id}
        gate = self.warehouse.wh_output_stock_loc_id
        self._block(self.near)
        picking = self._transfer(self.shelf, gate, 30, self.food, **move)
        self.assertEqual(self._taken(picking), [("FAR", 10)])

    def test_entered_by_hand(self):
        """T4: on a line that is new, rewritten, or hidden in a transfer within."""
        self._block(self.near, "recalled")
        picking = self._ship(5, self.food)
        line, lines = picking.move_line_ids, self.env["stock.move.line"]
        ours = {"picking_id": picking.id, "move_id": picking.move_ids.id}
        for lot, text in ((self.near, "recalled"), (self.old, "expired on")):
            self._refused(text, lines, "create", [self._line(lot, **ours)])
            self._refused(text, line, "write", line.ids, {"lot_id": lot.id})
            self._refused(text, picking.move_ids, "write", picking.move_ids.ids, {
                "move_line_ids": [Command.create(self._line(lot))],
            })  # fmt: skip
            within = self._transfer(self.shelf, self.quarantine, 1, self.food)
            inner = within.move_line_ids
            vals = {"lot_id": lot.id, "location_dest_id": self.customers.id}
            self._refused(text, inner, "write", inner.ids, vals)
            vals = self._line(lot, picking_id=within.id, move_id=within.move_ids.id)
            self._refused(text, lines, "create", [vals])

    def test_after_it_was_reserved(self):
        """T4: it expired on the way, or was picked when it was blocked; not by the
        wizard for expired goods, not with its key in the context."""
        picking = self._ship(5, self.food)
        picking.move_ids.picked = True
        self.near.expiration_date = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=1
        )
        action = picking.button_validate()
        self.assertEqual(action["res_model"], "expiry.picking.confirmation")
        wizard = self.env[action["res_model"]].with_user(self.keeper)
        wizard = wizard.with_context(**action["context"]).create({})
        with self.assertRaisesRegex(UserError, "expired"), self.env.cr.savepoint():
            wizard.process()
        keys = {"skip_expired": True, "skip_backorder": True, "jxc_leaving": []}
        self._refused("expired", picking, "button_validate", picking.ids, **keys)
        self.near.expiration_date = fields.Datetime.add(fields.Datetime.now(), days=9)
        self._block(self.near)
        self.assertEqual(self._taken(picking), [("NEAR", 5)])
        self._refused("smells", picking, "button_validate", picking.ids, **keys)

    def test_at_once_with_its_lines(self):
        """T4: a transfer that is made with its lines."""
        self._block(self.near)
        head = {
            "picking_type_id": self.warehouse.out_type_id.id,
            "location_id": self.shelf.id,
            "location_dest_id": self.customers.id,
        }
        line = self._line(self.near, picked=True)
        vals = {**head, "move_line_ids": [Command.create(line)]}
        picking = self.env["stock.picking"]
        self._refused("smells", picking, "create", [vals])

    def test_on_a_posted_transfer(self):
        """T4: not either where a manager has unlocked what was posted."""
        picking = self._finish(self._ship(5, self.food))
        picking.with_user(self.manager).action_toggle_is_locked()
        self._block(self.far)
        line = picking.move_line_ids
        self._refused("smells", line, "write", line.ids, {"lot_id": self.far.id})
        self._block(self.near)
        line.with_user(self.keeper).quantity = 3
        self.assertEqual(self._figures(self.food).on_hand, 27)

    def test_what_it_may_still_do(self):
        """T4: to the vendor, to quarantine, to scrap."""
        self._block(self.near)
        for lot in (self.near, self.old):
            for target in (self.suppliers, self.quarantine):
                picking = self._transfer(self.shelf, target, 1, self.food)
                picking.move_line_ids.lot_id = lot
                keys = {"skip_expired": True, "skip_sms": True}
                picking.move_ids.picked = True
                picking.with_context(**keys).button_validate()
                self.assertEqual(picking.state, "done")
            scrap = self.env["stock.scrap"].with_user(self.keeper)
            scrap = scrap.create(
                {
                    "product_id": self.food.id,
                    "lot_id": lot.id,
                    "scrap_qty": 1,
                    "location_id": self.shelf.id,
                }
            )
            scrap.sudo().do_scrap()
            self.assertEqual(scrap.state, "done")

    def test_blocking_takes_back(self):
        """T4: others goods are reserved instead, and the transfer says so."""
        picking = self._ship(5, self.food)
        self._block(self.near)
        self.assertEqual(self._taken(picking), [("FAR", 5)])
        text = "".join(picking.message_ids.mapped("body"))
        self.assertRegex(text, "Oat Milk NEAR.*smells")
        self.assertRegex("".join(self.near.message_ids.mapped("body")), "smells")
        self.assertEqual(self.near.jxc_blocked_by, self.inspector)

    def test_not_promised(self):
        """S2, T4: blocked goods are on hand, but nobody can promise them."""
        self.assertEqual(self._figures(self.food).atp, 20)
        self._block(self.near)
        self.assertEqual(self._figures(self.food).atp, 10)
        self._block(self.shelf)
        figure = self._figures(self.food)
        self.assertEqual((figure.on_hand, figure.atp), (30, 0))
        self.shelf.with_user(self.inspector).action_jxc_unblock()
        self.near.with_user(self.manager).action_jxc_unblock()
        self.assertEqual(self._figures(self.food).atp, 20)

    def test_who_may_block(self):
        """T4, F2: by the button, with a reason; a keeper does not."""
        text = "stock manager or an inspector|by the buttons|not allowed"
        self._block(self.near)
        for record in (self.near, self.shelf):
            for method in ("action_jxc_block", "action_jxc_unblock"):
                with self.assertRaises(AccessError):
                    getattr(record.with_user(self.keeper), method)()
            vals = {"jxc_blocked": False, "jxc_block_reason": "x"}
            with self.assertRaisesRegex(AccessError, text), self.env.cr.savepoint():
                record.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            self.env["jxc.stock.block"].with_user(self.keeper).create({"reason": "x"})
        self.assertEqual(self.old.jxc_expiry_state, "expired")
        for days in (30, 90):
            at = fields.Datetime.add(fields.Datetime.now(), days=days)
            self._refused(
                "has expired", self.old, "write", self.old.ids, {"expiration_date": at}
            )
        self.old.with_user(self.inspector).expiration_date = at
        self.assertEqual(self.old.jxc_expiry_state, "good")

    def test_release(self):
        """T4: by those who may, with a reason, for one transfer."""
        self._block(self.near)
        self._block(self.shelf)
        picking, other = self._ship(5, self.food), self._ship(5, self.food)
        self.assertFalse(picking.move_line_ids | other.move_line_ids)
        with self.assertRaises(AccessError):
            picking.with_user(self.keeper).action_jxc_release()
        vals = {"jxc_released_lot_ids": [Command.link(self.near.id)]}
        with self.assertRaises(AccessError):
            picking.with_user(self.keeper).write(vals)
        action = picking.with_user(self.manager).action_jxc_release()
        wizard = self.env[action["res_model"]].with_user(self.manager)
        wizard = wizard.with_context(**action["context"]).create(
            {
                "reason": "for the pig farm",
                "lot_ids": [Command.set((self.near | self.old).ids)],
                "location_ids": [Command.set(self.shelf.ids)],
            }
        )
        wizard.action_release()
        (picking | other).action_assign()
        self.assertEqual(self._taken(picking), [("OLD", 5)])
        self.assertFalse(other.move_line_ids)
        picking.move_ids.picked = True
        picking.with_context(skip_expired=True, skip_sms=True).button_validate()
        self.assertEqual(picking.state, "done")
        text = "".join(picking.message_ids.mapped("body"))
        self.assertRegex(text, "NEAR.*for the pig farm")


@tagged("post_install", "-at_install")
class TestStopRemote(LotCase, HttpCase):
    """The same from outside, over JSON-RPC, as the keeper."""

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_keeper_over_json_rpc(self):
        """T4: no call of a raw client ships what is stopped."""
        self._block(self.near)
        picking = self._ship(5, self.food)
        line, lot = picking.move_line_ids, self.near
        head = {"picking_id": picking.id, "move_id": picking.move_ids.id}
        new = {
            "picking_type_id": self.warehouse.out_type_id.id,
            "location_id": self.shelf.id,
            "location_dest_id": self.customers.id,
            "jxc_released_lot_ids": [Command.set(lot.ids)],
        }
        attacks = (
            ("stock.lot", "write", [lot.ids, {"jxc_blocked": False}]),
            ("stock.lot", "_jxc_unblock", [lot.ids]),
            ("stock.lot", "action_jxc_unblock", [lot.ids]),
            ("stock.location", "write", [self.shelf.ids, {"jxc_blocked": True}]),
            ("stock.move.line", "write", [line.ids, {"lot_id": lot.id}]),
            ("stock.move.line", "create", [[self._line(self.old, **head)]]),
            ("stock.picking", "create", [[new]]),
            ("stock.picking", "_jxc_release", [picking.ids, [], [], "x"]),
            ("jxc.stock.release", "create", [[{"picking_id": picking.id}]]),
        )
        self.authenticate(self.keeper.login, self.keeper.login)
        for model, method, args in attacks:
            with self.subTest(model=model, method=method):
                params = {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": {"context": {"jxc_leaving": {}, "jxc_posting": {}}},
                }
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={"jsonrpc": "2.0", "params": params},
                ).json()
                self.assertRegex(
                    answer["error"]["data"]["name"], r"\.(User|Access|Attribute)Error$"
                )
        self.env.invalidate_all()
        self.assertTrue(lot.jxc_blocked)
        self.assertEqual(self._taken(picking), [("FAR", 5)])

from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import StockCase


@tagged("post_install", "-at_install")
class TestAttacks(StockCase):
    """K1: no stock without a document, whatever a client of the keeper sends."""

    def _call(self, records, method, *args, user=None, **context):
        model = self.env[records._name].with_user(user or self.keeper)
        return call_kw(model, method, list(args), {"context": context})

    def _refused(self, records, method, *args, **context):
        with self.subTest(method=method, args=args, context=context):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._call(records, method, *args, **context)
        self.env.invalidate_all()

    def _quant(self, place=None):
        return self.env["stock.quant"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", (place or self.shelf).id),
            ]
        )

    def _vals(self, place, **values):
        return {"product_id": self.product.id, "location_id": place.id, **values}

    # --- counts -----------------------------------------------------------------

    def test_a_count_is_not_applied_by_creating_it(self):
        """K6: the host looks at the group of this field after it has taken it out."""
        self._put(5)
        quant = self._quant()
        for context in ({"inventory_mode": True}, {}):
            for place in (self.shelf, self.quarantine):
                vals = self._vals(place, inventory_quantity_auto_apply=100)
                self._refused(quant, "create", [vals], **context)
            vals = {"inventory_quantity_auto_apply": 100}
            self._refused(quant, "write", quant.ids, vals, **context)
        self.assertEqual(self._figures().on_hand, 5)
        vals = self._vals(self.shelf, inventory_quantity_auto_apply=7)
        self._call(quant, "create", [vals], user=self.manager, inventory_mode=True)
        self.assertEqual(self._figures().on_hand, 7)

    def test_a_count_is_entered_in_the_stock_take(self):
        """K6: not by writing the fields from anywhere."""
        self._put(5)
        quant = self._quant()
        for name in ("inventory_quantity", "inventory_diff_quantity"):
            self._refused(quant, "write", quant.ids, {name: 100})
            self._refused(quant, "create", [self._vals(self.quarantine, **{name: 9})])
        vals = {"inventory_diff_quantity": 100}
        self._refused(quant, "write", quant.ids, vals, inventory_mode=True)
        self.assertFalse(quant.inventory_quantity_set)

    def test_what_was_not_counted_is_not_written_off(self):
        """K6: the host takes an empty count for a count of nothing."""
        self._put(5)
        quant = self._quant()
        self._refused(quant, "action_apply_inventory", quant.ids, inventory_mode=True)
        self.assertEqual(self._figures().on_hand, 5)

    def test_nothing_can_be_counted(self):
        """K6: an empty shelf is a count too."""
        self._put(5)
        quant = self._quant()
        vals = {"inventory_quantity": 0, "inventory_quantity_set": True}
        self._call(quant, "write", quant.ids, vals, inventory_mode=True)
        self._call(quant, "action_apply_inventory", quant.ids, inventory_mode=True)
        self.assertEqual(self._figures().on_hand, 0)

    def test_an_old_count_does_not_undo_a_shipment(self):
        """K6: ten counted, four shipped since: applied, the ten would come back."""
        self._put(10)
        quant = self._quant()
        counting = {"inventory_mode": True}
        self._call(quant, "write", quant.ids, {"inventory_quantity": 10}, **counting)
        self.env.flush_all()
        self._finish(self._ship(4))
        self._refused(quant, "action_apply_inventory", quant.ids, **counting)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            quant.with_user(self.keeper)._apply_inventory()
        vals = {"inventory_diff_quantity": 4}
        self._refused(quant, "write", quant.ids, vals, **counting)
        self.assertEqual(self._figures().on_hand, 6)
        self._call(quant, "write", quant.ids, {"inventory_quantity": 6}, **counting)
        self._call(quant, "action_apply_inventory", quant.ids, **counting)
        self.assertEqual(self._figures().on_hand, 6)

    def test_a_manager_decides_what_became_of_an_old_count(self):
        """K6: by the host's own dialog."""
        self._put(10)
        quant = self._quant().with_user(self.manager)
        quant = quant.with_context(inventory_mode=True)
        quant.inventory_quantity = 9
        self.env.flush_all()
        self._finish(self._ship(4))
        action = quant.action_apply_inventory()
        self.assertEqual(action["res_model"], "stock.inventory.conflict")
        wizard = self.env["stock.inventory.conflict"].with_user(self.manager)
        wizard = wizard.with_context(**action["context"]).create({})
        wizard.action_keep_difference()
        self.assertEqual(self._figures().on_hand, 5)

    def test_defaults_of_the_context_book_nothing(self):
        """K1: the host hands its context on to the quants and lines it creates."""
        self._put(5)
        quant, vals = self._quant(), self._vals(self.quarantine)
        self._call(quant, "create", [vals], default_quantity=100)
        self.assertEqual(self._figures().quarantine, 0)
        picking = self._ship(4)
        picking.do_unreserve()
        self._call(
            picking,
            "action_assign",
            picking.ids,
            default_quantity_product_uom=5,
            default_state="done",
        )
        self.env.invalidate_all()
        line = picking.move_line_ids
        self.assertEqual((line.state, line.quantity_product_uom), ("assigned", 4))
        figure = self._figures()
        self.assertEqual((figure.on_hand, figure.reserved), (5, 4))

    def test_the_product_form_is_no_stock_take(self):
        """K1: on hand is written on the product by managers only."""
        self._put(5)
        self.keeper.group_ids |= self.env.ref("product.group_product_manager")
        for record in (self.product, self.product.product_tmpl_id):
            self._refused(record, "write", record.ids, {"qty_available": 100})
        self.assertEqual(self._figures().on_hand, 5)
        self.manager.group_ids |= self.env.ref("product.group_product_manager")
        vals = {"qty_available": 8}
        self._call(self.product, "write", self.product.ids, vals, user=self.manager)
        self.assertEqual(self._figures().on_hand, 8)

    # --- states -----------------------------------------------------------------

    def test_states_cannot_be_written(self):
        """K1: a transfer is posted by its button, which moves the goods."""
        self._put(5)
        picking = self._ship(4)
        move, line = picking.move_ids, picking.move_line_ids
        done = self._finish(self._ship(1))
        key = {"jxc_posting": True}
        for state in ("done", "cancel", "draft"):
            self._refused(move, "write", move.ids, {"state": state}, **key)
            self._refused(line, "write", line.ids, {"state": state}, **key)
            self._refused(picking, "write", picking.ids, {"state": state}, **key)
        for record in (done, done.move_ids, done.move_line_ids):
            self._refused(record, "write", record.ids, {"state": "assigned"}, **key)
        self._refused(line, "write", line.ids, {"quantity_product_uom": 1})
        self.assertEqual((picking.state, move.state), ("assigned", "assigned"))
        self.assertEqual(self._figures().on_hand, 4)

    def test_nothing_is_born_posted(self):
        """K1: neither a move nor a line nor a transfer."""
        self._put(5)
        picking = self._ship(1)
        line = {
            "product_id": self.product.id,
            "company_id": self.company.id,
            "quantity": 3,
            "location_id": self.suppliers.id,
            "location_dest_id": self.shelf.id,
        }
        move = {**line, "product_uom_qty": 3}
        move.pop("quantity")
        lined = {**move, "move_line_ids": [Command.create(line)]}
        head = {
            "picking_type_id": self.warehouse.in_type_id.id,
            "location_id": self.suppliers.id,
            "location_dest_id": self.shelf.id,
        }
        moves, lines = self.env["stock.move"], self.env["stock.move.line"]
        self._refused(moves, "create", [{**lined, "state": "done"}])
        self._refused(lines, "create", [{**line, "state": "done"}])
        self._refused(
            lines, "create", [{**line, "picking_id": picking.id, "state": "done"}]
        )
        self._refused(picking, "create", [{**head, "state": "done"}])
        self._refused(picking, "create", [{**head, "is_locked": False}])
        for records, vals in ((moves, lined), (lines, line), (picking, head)):
            ids = self._call(records, "create", [vals], default_state="done")
            self.assertNotEqual(records.browse(ids).state, "done")
        self.assertEqual(self._figures().on_hand, 5)

    def test_a_locked_transfer_stays_as_it_was_posted(self):
        """K1: until a manager unlocks it, as in the screen."""
        self._put(5)
        picking = self._finish(self._ship(2))
        move, line = picking.move_ids, picking.move_line_ids
        draft = self._ship(1)
        added = {
            "product_id": self.product.id,
            "picking_id": picking.id,
            "quantity": 1,
            "location_id": self.shelf.id,
            "location_dest_id": self.customers.id,
        }
        for vals in (
            {"quantity": 1},
            {"lot_id": False},
            {"location_id": self.quarantine.id},
            {"move_id": draft.move_ids.id},
            {"picking_id": draft.id},
        ):
            self._refused(line, "write", line.ids, vals)
        self._refused(move, "write", move.ids, {"quantity": 1})
        self._refused(move, "write", move.ids, {"location_dest_id": self.shelf.id})
        self._refused(move, "write", move.ids, {"picking_id": draft.id})
        self._refused(line, "create", [added])
        self._refused(line, "create", [{**added, "move_id": move.id}])
        open_line = draft.move_line_ids
        self._refused(open_line, "write", open_line.ids, {"move_id": move.id})
        self._refused(picking, "write", picking.ids, {"is_locked": False})
        self._refused(picking, "action_toggle_is_locked", picking.ids)
        self._refused(draft, "action_toggle_is_locked", draft.ids)
        self.assertEqual(self._figures().on_hand, 3)
        picking.with_user(self.manager).action_toggle_is_locked()
        self._call(line, "write", line.ids, {"quantity": 1})
        self.assertEqual(self._figures().on_hand, 4)

    def test_who_is_no_keeper_corrects_nothing(self):
        """F2: the host lets every employee write lines."""
        self._put(5)
        picking = self._finish(self._ship(2))
        picking.with_user(self.manager).action_toggle_is_locked()
        line = picking.move_line_ids
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._call(line, "write", line.ids, {"quantity": 0}, user=self.salesperson)
        self.env.invalidate_all()
        self.assertEqual(self._figures().on_hand, 3)

    def test_a_count_is_not_rewritten(self):
        """K1: what a count booked is reverted, or counted again, not edited."""
        self._put(5)
        quant = self._quant().with_user(self.keeper).with_context(inventory_mode=True)
        quant.inventory_quantity = 3
        quant.action_apply_inventory()
        line = self.env["stock.move.line"].search(
            [("product_id", "=", self.product.id), ("is_inventory", "=", True)]
        )
        self._refused(line, "write", line.ids, {"quantity": 0})
        self.assertEqual(self._figures().on_hand, 3)
        self._call(line, "action_revert_inventory", line.ids)
        self.assertEqual(self._figures().on_hand, 5)


@tagged("post_install", "-at_install")
class TestRemote(StockCase, HttpCase):
    """The same from outside, over JSON-RPC, as the keeper."""

    def _answer(self, model, method, args, context=None):
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "jsonrpc": "2.0",
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": {"context": context or {}},
                },
            },
        )
        return response.json()

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
    def test_a_keeper_over_json_rpc(self):
        """K1, S2: counts, states and reservations hold against a raw client."""
        self._put(5)
        first, second = self._ship(4), self._ship(4)
        quant = self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        move, line = second.move_ids, second.move_line_ids
        vals = {"product_id": self.product.id, "location_id": self.shelf.id}
        counting = {"inventory_mode": True, "jxc_posting": {}, "jxc_reserving": {}}
        attacks = (
            ("stock.quant", "create", [[
                {**vals, "inventory_quantity_auto_apply": 99}
            ]]),
            ("stock.quant", "write", [quant.ids, {"inventory_diff_quantity": 99}]),
            ("stock.quant", "_apply_inventory", [quant.ids]),
            ("stock.move", "write", [move.ids, {"state": "done"}]),
            ("stock.move", "create", [[{
                **vals, "location_dest_id": self.customers.id, "state": "done",
                "product_uom_qty": 1,
            }]]),
            ("stock.move.line", "write", [line.ids, {"state": "done"}]),
            ("stock.move.line", "write", [line.ids, {"quantity": 4}]),
            ("stock.picking", "write", [second.ids, {"state": "done"}]),
        )  # fmt: skip
        self.authenticate(self.keeper.login, self.keeper.login)
        for attack in attacks:
            with self.subTest(attack=attack):
                answer = self._answer(*attack, counting)
                self.assertIn("error", answer)
                self.assertRegex(
                    answer["error"]["data"]["name"], r"\.(User|Access|Attribute)Error$"
                )
        self.env.invalidate_all()
        self.assertEqual(first.move_line_ids.quantity, 4)
        self.assertEqual(self._figures().on_hand, 5)
        answer = self._answer(
            "stock.picking", "button_validate", [second.ids], {"skip_backorder": True}
        )
        self.assertIs(answer["result"], True)
        self.env.invalidate_all()
        self.assertEqual(self._figures().on_hand, 4)

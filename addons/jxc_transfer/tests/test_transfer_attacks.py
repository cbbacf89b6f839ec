from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestTransferAttacks(TransferCase):
    """What a plain user tries over RPC."""

    def _refused(self, attack, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            attack()
            self.env.flush_all()

    def _rpc(self, record, method, *args, user=None):
        model = record.with_user(user or self.keeper).browse()
        return call_kw(model, method, [record.ids, *args], {})

    def test_how_far_it_is_follows_its_goods(self):
        """T1, S2: neither the state nor the phase is written, by any way in."""
        transfer = self._request()
        for values in (
            {"phase": "confirmed"},
            {"state": "received"},
            {"confirmed_on": "2026-01-01 00:00:00"},
            {"name": "DB1"},
        ):
            self._refused(lambda v=values: self._rpc(transfer, "write", v))
            self._refused(lambda v=values: self._request(**v))
        forged = self.env["jxc.transfer"].with_context(default_phase="confirmed")
        self.assertEqual(self._request(user=self.keeper).phase, "draft")
        made = forged.with_user(self.keeper).create(
            {
                "warehouse_id": self.warehouse.id,
                "dest_warehouse_id": self.branch.id,
            }
        )
        self.assertEqual(made.phase, "draft")

    def test_what_was_confirmed_is_not_changed(self):
        """T1: neither quantities, nor lines, nor places; nor is it begun again."""
        transfer = self._confirmed()
        line = transfer.line_ids
        goods = {"product_id": self.product.id, "quantity": 5}
        for record, method, *args in (
            (line, "write", {"quantity": 50}),
            (line, "unlink"),
            (transfer, "write", {"dest_warehouse_id": self.warehouse.id}),
            (transfer, "write", {"line_ids": [Command.create(goods)]}),
            (transfer, "write", {"phase": "draft"}),
            (transfer, "unlink"),
            (transfer, "action_jxc_confirm"),
            (transfer, "action_jxc_lower"),
        ):
            self._refused(lambda r=record, m=method, a=args: self._rpc(r, m, *a))
        lines = self.env["jxc.transfer.line"].with_user(self.keeper)
        self._refused(lambda: lines.create({"transfer_id": transfer.id, **goods}))
        draft = self._request()
        self._refused(
            lambda: self._rpc(draft.line_ids, "write", {"transfer_id": transfer.id})
        )
        self.assertEqual(len(transfer.picking_ids), 2)

    def test_the_pickings_keep_to_the_document(self):
        """T1: no more is shipped or received, nothing beside, nowhere else."""
        transfer = self._confirmed()
        ship = self._part(transfer, "ship")
        move, other = ship.move_ids, self._product("Vinegar")
        self._put(10, product=other)
        self._refused(lambda: self._post(ship, 11))
        self._refused(
            lambda: (
                move.write({"location_dest_id": self.customers.id}),
                move.move_line_ids.write({"location_dest_id": self.customers.id}),
                self._post(ship),
            )
        )
        extra = {
            "picking_id": ship.id,
            "product_id": other.id,
            "product_uom_qty": 1,
            "location_id": ship.location_id.id,
            "location_dest_id": ship.location_dest_id.id,
        }
        moves = self.env["stock.move"].with_user(self.keeper)
        self._refused(lambda: (moves.create(extra), self._post(ship)))
        ours = {"jxc_transfer_line_id": transfer.line_ids.id}
        self._refused(lambda: moves.create({**extra, **ours}))
        self._refused(lambda: self._rpc(move, "write", ours))
        self._refused(lambda: self._rpc(move, "unlink"))
        self._refused(lambda: self._rpc(ship, "unlink"))
        self._post(ship)
        receipt = self._part(transfer, "receive")
        self._refused(lambda: self._post(receipt, 11))
        self.assertEqual(self._on_hand(self.branch.lot_stock_id), 0)

    def test_another_lot_does_not_arrive(self):
        """T1, T3: what arrives is what was shipped, by lot."""
        product = self._product("Yogurt", tracking="lot")
        one, two = self._lot("ONE", 20, product), self._lot("TWO", 90, product)
        self._put(10, product=product, lot_id=one)
        self._put(10, product=product, lot_id=two)
        transfer = self._confirmed(5, product=product, lot_id=one)
        ship = self._part(transfer, "ship")
        self._refused(
            lambda: (
                ship.move_line_ids.write({"lot_id": two.id}),
                self._post(ship),
            )
        )
        self._post(ship)
        receipt = self._part(transfer, "receive")
        self.assertEqual(receipt.move_line_ids.lot_id, one)
        self._refused(
            lambda: (
                receipt.move_line_ids.write({"lot_id": two.id}),
                self._post(receipt),
            )
        )

    def test_who_may(self):
        """T1, F2: keepers ask, ship and receive; others read."""
        transfer = self._request()
        for user in (self.buyer, self.salesperson, self.inspector, self.accountant):
            self.assertTrue(transfer.with_user(user).read(["name", "state"]))
            self._refused(lambda u=user: self._request(user=u), AccessError)
            self._refused(
                lambda u=user: self._rpc(transfer, "action_jxc_confirm", user=u),
                AccessError,
            )
        with self.assertRaises(AccessError):
            transfer.with_user(self.keeper).read(["value"])

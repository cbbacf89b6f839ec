from odoo import Command

from odoo.addons.jxc_stock.tests.common import StockCase


class TransferCase(StockCase):
    """Two warehouses of a company, and goods in the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls._house("East Branch", "EAST")
        cls._put(100)

    @classmethod
    def _house(cls, name, code, **values):
        return cls.env["stock.warehouse"].create({"name": name, "code": code, **values})

    def _request(self, quantity=10, product=None, user=None, **values):
        """A draft by the keeper, from the main warehouse to the branch."""
        line = {"product_id": (product or self.product).id, "quantity": quantity}
        for name in ("lot_id", "uom_id"):
            if name in values:
                line[name] = values.pop(name).id
        return (
            self.env["jxc.transfer"]
            .with_user(user or self.keeper)
            .create(
                {
                    "warehouse_id": self.warehouse.id,
                    "dest_warehouse_id": self.branch.id,
                    "line_ids": [Command.create(line)],
                    **values,
                }
            )
        )

    def _confirmed(self, quantity=10, **values):
        transfer = self._request(quantity, **values)
        transfer.action_jxc_confirm()
        return transfer

    def _part(self, transfer, step, user=None):
        """The open picking of a step, as the keeper sees it."""
        moves = transfer.line_ids.move_ids.filtered(
            lambda m: m.jxc_transfer_step == step and m.state not in ("done", "cancel")
        )
        return moves.picking_id.with_user(user or self.keeper)

    def _post(self, picking, quantity=None, backorder=False):
        """The keeper validates; what is short is given up, or left for later."""
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        wizard = picking.with_context(skip_sms=True).button_validate()
        if isinstance(wizard, dict):
            wizard = (
                self.env["stock.backorder.confirmation"]
                .with_user(picking.env.user)
                .with_context(**wizard["context"])
                .create({})
            )
            method = "process" if backorder else "process_cancel_backorder"
            getattr(wizard, method)()
        self.assertEqual(picking.state, "done")

    def _on_hand(self, place, product=None, lot=None):
        return self.env["stock.quant"]._get_available_quantity(
            product or self.product, place, lot_id=lot, allow_negative=True
        )

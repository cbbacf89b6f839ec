"""P7, P9: a keeper, his own client, and goods that were put away a while ago."""

from attack import Attack, AttackCase

from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestAttackReturn(AttackCase):
    TABLES = ("stock_picking", "stock_move", "stock_quant", "account_move")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = (
            cls.env["purchase.order"]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [
                        (0, 0, {"product_id": cls.tea.id, "product_qty": 5})
                    ],
                }
            )
        )
        cls.order.button_confirm()
        cls.receipt = cls.order.picking_ids.with_user(cls.keeper)
        cls.receipt.move_ids.picked = True
        cls.receipt.button_validate()
        inspection = cls.receipt.sudo().jxc_inspection_ids.with_user(cls.inspector)
        inspection.line_ids.write({"accepted": 4, "reason": "破损"})
        inspection.action_jxc_done()
        cls.env.flush_all()

    def _give_back(self, call, quantity, **values):
        """The return by the host's wizard, until the goods are gone."""
        wizard = call(
            "stock.return.picking",
            "create",
            vals_list=[{"picking_id": self.receipt.id}],
        )
        lines = call(
            "stock.return.picking", "read", wizard, fields=["product_return_moves"]
        )[0]["product_return_moves"]
        call(
            "stock.return.picking.line",
            "write",
            lines,
            vals={"quantity": quantity, **values},
        )
        back = call("stock.return.picking", "action_create_returns", wizard)
        back = [back["res_id"]]
        moves = call("stock.picking", "read", back, fields=["move_ids"])[0]["move_ids"]
        call("stock.move", "write", moves, vals={"picked": True})
        call("stock.picking", "button_validate", back)

    def _harm(self):
        harm = []
        line = self.order.order_line
        done = line.move_ids.filtered(lambda m: m.state == "done")
        back = sum(done.filtered("origin_returned_move_id").mapped("quantity"))
        if back > 5:
            harm.append(f"{back:g} of 5 went back")
        if line.qty_received < 0:
            harm.append(f"{line.qty_received:g} received")
        worth = sum(self.order.invoice_ids.mapped("amount_untaxed_signed"))
        if worth > 0:
            harm.append(f"the vendor is to pay {worth:g}")
        stock = self.env["stock.quant"].search([("product_id", "=", self.tea.id)])
        if any(q.quantity < 0 and q.location_id.usage == "internal" for q in stock):
            harm.append("less than nothing on the shelf")
        return harm

    def test_more_than_came(self):
        """P7, P9: what went back is at most what came, whatever the keeper says."""

        def twice(call):
            self._give_back(call, 4)
            self._give_back(call, 4)

        self._through(self.keeper, [Attack("four", lambda c: self._give_back(c, 4))])
        self._hold(
            self.keeper,
            [
                Attack("seven", lambda c: self._give_back(c, 7)),
                Attack("twice", twice),
                Attack("less than none", lambda c: self._give_back(c, -3)),
            ],
        )

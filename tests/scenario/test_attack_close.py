"""P6: what a buyer's own client can do to orders that are closed short, or received."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

ORDER, LINE = "purchase.order", "purchase.order.line"


@tagged("post_install", "-at_install")
class TestAttackClose(AttackCase):
    TABLES = ("purchase_order", "purchase_order_line", "stock_picking", "stock_move")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open, cls.closed = (cls._bought(2) for _number in range(2))
        (cls.open + cls.closed).button_confirm()
        cls.closed.order_line.action_jxc_close("停产")
        cls.env.flush_all()

    @classmethod
    def _bought(cls, quantity):
        line = {"product_id": cls.tea.id, "product_qty": quantity, "price_unit": 1.0}
        return (
            cls.env[ORDER]
            .with_user(cls.buyer)
            .create({"partner_id": cls.vendor.id, "order_line": [Command.create(line)]})
        )

    def _harm(self):
        """Closed without its button, or expected again without a manager."""
        harm = []
        if self.open.order_line.filtered("jxc_closed"):
            harm.append("closed without a reason")
        if not self.closed.order_line.jxc_closed:
            harm.append("reopened")
        if self.closed.order_line.jxc_qty_open:
            harm.append("expected again")
        if self.closed.picking_ids.filtered(lambda p: p.state != "cancel"):
            harm.append("a receipt of what is closed")
        return harm

    def test_closing_and_reopening(self):
        """P6: neither fields nor buttons close without a reason or reopen."""
        line, done = self.open.order_line, self.closed.order_line
        line_values = {"product_id": self.tea.id, "product_qty": 1, "jxc_closed": True}
        through = {"order_line": [Command.update(done.id, {"jxc_closed": False})]}
        refused, harm = self._try(
            self.buyer,
            [
                Attack(
                    "no reason",
                    lambda c: c(LINE, "action_jxc_close", line.ids, reason=" "),
                ),
                Attack(
                    "write",
                    lambda c: c(LINE, "write", line.ids, vals={"jxc_closed": True}),
                ),
                Attack(
                    "zero",
                    lambda c: c(LINE, "write", done.ids, vals={"jxc_qty_closed": 0}),
                ),
                Attack(
                    "through",
                    lambda c: c(ORDER, "write", self.closed.ids, vals=through),
                ),
                Attack(
                    "more",
                    lambda c: c(LINE, "write", done.ids, vals={"product_qty": 9}),
                ),
                Attack(
                    "reopen", lambda c: c(ORDER, "action_jxc_reopen", self.closed.ids)
                ),
                Attack("reopen line", lambda c: c(LINE, "action_jxc_reopen", done.ids)),
                Attack(
                    "create",
                    lambda c: c(
                        LINE,
                        "create",
                        vals_list=[{**line_values, "order_id": self.open.id}],
                    ),
                ),
            ],
        )
        self.assertTrue(all(refused.values()), refused)
        self.assertFalse(harm)

    def test_keeper(self):
        """P6: closing is the buyer's; who receives cannot."""
        refused, harm = self._try(
            self.keeper,
            [
                Attack(
                    "close",
                    lambda c: c(
                        LINE, "action_jxc_close", self.open.order_line.ids, reason="x"
                    ),
                )
            ],
        )
        self.assertTrue(all(refused.values()), refused)
        self.assertFalse(harm)

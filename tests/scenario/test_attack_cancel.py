"""S7: a confirmed order leaves its state by its button only, and not once shipped."""

from attack import Attack, AttackCase

from odoo.tests import tagged

ORDER = "sale.order"


@tagged("post_install", "-at_install")
class TestAttackCancel(AttackCase):
    """Two orders of a salesperson: one is shipped, with its draft invoice, one not."""

    TABLES = (
        "sale_order",
        "sale_order_line",
        "account_move",
        "stock_picking",
        "stock_move",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped, cls.open = (cls._sold(quantity) for quantity in (5, 3))
        delivery = cls.shipped.sudo().picking_ids.with_user(cls.keeper)
        delivery.move_ids.picked = True
        delivery.with_context(skip_sms=True).button_validate()
        cls.env.flush_all()

    @classmethod
    def _sold(cls, quantity):
        line = {"product_id": cls.tea.id, "product_uom_qty": quantity}
        values = {"partner_id": cls.customer.id, "warehouse_id": cls.warehouse.id}
        orders = cls.env[ORDER].with_user(cls.salesperson)
        order = orders.create({**values, "order_line": [(0, 0, line)]})
        order.action_confirm()
        return order

    def _harm(self):
        harm = []
        if self.shipped.sudo().invoice_ids.mapped("state") != ["draft"]:
            harm.append("what was shipped is not invoiced any more")
        for order in (self.shipped + self.open).sudo():
            waits = order.picking_ids.filtered(lambda p: p.state != "cancel")
            if order.state != "sale" and waits:
                harm.append(f"{order.name} is {order.state}, its goods leave")
        return harm

    def test_nobody_cancels_goods_away(self):
        """S7: neither who sells nor a manager, by no call that reaches a client."""

        def write(ids, state):
            return lambda call: call(ORDER, "write", ids, vals={"state": state})

        both = (self.shipped + self.open).ids
        attacks = [
            Attack(f"{name} to {state}", write(ids, state))
            for name, ids in (("shipped", self.shipped.ids), ("open", self.open.ids))
            for state in ("cancel", "draft", "sent")
        ]
        attacks += [
            Attack("button", lambda call: call(ORDER, "action_cancel", both)),
            Attack("inner", lambda call: call(ORDER, "_action_cancel", both)),
            Attack(
                "form",
                lambda call: call(
                    ORDER,
                    "web_save",
                    self.open.ids,
                    vals={"state": "cancel"},
                    specification={"state": {}},
                ),
            ),
            Attack(
                "forged context",
                lambda call: call(
                    ORDER,
                    "write",
                    self.open.ids,
                    vals={"state": "cancel"},
                    context={"jxc_cancelling": True},
                ),
            ),
        ]
        for user in (self.salesperson, self.manager):
            refused = self._hold(user, attacks)
            self.assertTrue(all(refused.values()), refused)

    def test_the_button_where_it_is_in_order(self):
        """S1: the same salesperson, of the order that is not shipped."""
        cancel = Attack("cancel", lambda c: c(ORDER, "action_cancel", self.open.ids))
        self._through(self.salesperson, [cancel])

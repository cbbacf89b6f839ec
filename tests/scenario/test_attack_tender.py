"""P4: what a buyer's own client can do with the host's dialog on alternatives."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

ORDER = "purchase.order"
DIALOG = "purchase.requisition.alternative.warning"
QUIET = {"skip_alternative_check": True}


@tagged("post_install", "-at_install")
class TestAttackTender(AttackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dear = cls._asked()
        cls.cheap = cls._asked(price=1.0)
        group = cls.env["purchase.order.group"]
        group.create({"order_ids": [Command.set((cls.dear | cls.cheap).ids)]})
        cls.env.flush_all()

    @classmethod
    def _asked(cls, price=100.0):
        line = {"product_id": cls.tea.id, "product_qty": 1000, "price_unit": price}
        return (
            cls.env[ORDER]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [Command.create(line)],
                }
            )
        )

    def _harm(self):
        if self.dear.state == "purchase":
            yield "confirmed without an approval"
        if self.dear.picking_ids:
            yield "a receipt without an approval"
        if self.cheap.state == "cancel":
            yield "the alternative is gone, and nothing is ordered"

    def test_the_buyer(self):
        """P4, F2: the dialog, its context and its buttons are no way round."""

        def answered(button, **context):
            def run(call):
                values = {
                    "po_ids": [Command.set(self.dear.ids)],
                    "alternative_po_ids": [Command.set(self.cheap.ids)],
                }
                made = call(DIALOG, "create", vals_list=[values])
                call(DIALOG, button, made, context=context)

            return run

        def called(method, **arguments):
            return lambda call: call(ORDER, method, self.dear.ids, **arguments)

        attacks = [
            Attack("cancel", answered("action_cancel_alternatives")),
            Attack("keep", answered("action_keep_alternatives")),
            Attack("keep, quietly", answered("action_keep_alternatives", **QUIET)),
            Attack("confirm, quietly", called("button_confirm", context=QUIET)),
            Attack("approve", called("button_approve", force=True)),
            Attack("approve, quietly", called("button_approve", context=QUIET)),
            Attack(
                "state",
                called("write", vals={"state": "purchase"}, context=QUIET),
            ),
            Attack(
                "through the group",
                called(
                    "write",
                    vals={
                        "alternative_po_ids": [
                            Command.update(self.dear.id, {"state": "purchase"})
                        ]
                    },
                ),
            ),
        ]
        refused = self._hold(self.buyer, attacks)
        self.assertTrue(refused["state"])
        self.assertTrue(refused["through the group"])

"""P4: a buyer, his own client, and an order of 6,000 that the manager has not seen."""

from attack import Attack, AttackCase, Refused

from odoo import Command
from odoo.tests import tagged

LIMIT = 5000


class PurchaseAttackCase(AttackCase):
    TABLES = (
        "purchase_order",
        "purchase_order_line",
        "stock_picking",
        "stock_move",
        "account_move",
        "jxc_approval_request",
        "jxc_approval_decision",
        "jxc_approval_rule",
        "jxc_approval_rule_step",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.big = cls._bought(10)
        cls.draft = cls._bought(2)
        cls.waiting, cls.approved, cls.small = map(cls._bought, (11, 12, 1))
        (cls.waiting + cls.approved + cls.small).button_confirm()
        cls.approved.sudo().jxc_approval_request_ids.with_user(
            cls.manager
        ).action_jxc_approve()
        cls.allowed = {cls.approved.id: 7200}
        cls.rules = cls.env["jxc.approval.rule"].search([])
        cls.env.flush_all()

    @classmethod
    def _bought(cls, quantity):
        line = {"product_id": cls.tea.id, "product_qty": quantity, "price_unit": 600.0}
        return (
            cls.env["purchase.order"]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "payment_term_id": cls.term.id,
                    "order_line": [Command.create(line)],
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.assertEqual(self.waiting.jxc_approval_state, "pending")
        self.assertEqual(self.approved.state, "purchase")
        self.assertEqual(self.small.state, "purchase")

    def _harm(self):
        """Orders in effect for more than was approved; receipts without an order."""
        harm = []
        orders = self.env["purchase.order"].search([])
        for order in orders:
            worth = sum(
                line.product_qty
                * line.product_uom_id.factor
                / line.product_id.uom_id.factor
                * line.price_unit
                * (1 - line.discount / 100)
                for line in order.order_line
                if line.product_id
            )
            if order.currency_id != self.company.currency_id:
                worth *= 7
            if order.state == "purchase" and worth >= LIMIT:
                if worth > self.allowed.get(order.id, 0) + 0.01:
                    harm.append(f"{order.name} binds us for {worth:g}")
            if order.state != "purchase" and order.picking_ids.filtered(
                lambda p: p.state != "cancel"
            ):
                harm.append(f"{order.name} has a receipt")
        for request in (self.waiting | self.big).jxc_approval_request_ids:
            if request.state in ("approved", "refused"):
                harm.append(f"{request.name}: {request.state}")
        if len(self.rules.exists().filtered("active")) != len(self.rules):
            harm.append("a rule is gone")
        if self.rules.exists().step_ids.user_ids & self.buyer:
            harm.append("the buyer is an approver")
        return harm


def confirmations(order, other):
    """Ways to confirm ``order``; ``other`` is one that may be confirmed."""
    name = "purchase.order"

    def two_steps(call):
        call(name, "write", order.ids, vals={"state": "to approve"})
        call(name, "button_approve", order.ids, force=True)

    return [
        Attack("confirm", lambda c: c(name, "button_confirm", order.ids)),
        Attack("approve", lambda c: c(name, "button_approve", order.ids)),
        Attack("force", lambda c: c(name, "button_approve", order.ids, force=True)),
        Attack(
            "write", lambda c: c(name, "write", order.ids, vals={"state": "purchase"})
        ),
        Attack("two steps", two_steps),
        Attack(
            "web_save",
            lambda c: c(
                name,
                "web_save",
                order.ids,
                vals={"state": "purchase"},
                specification={"state": {}},
            ),
        ),
        Attack("batch", lambda c: c(name, "button_confirm", (order + other).ids)),
    ]


@tagged("post_install", "-at_install")
class TestAttackPurchase(PurchaseAttackCase):
    def _lines(self, quantity, price=600.0):
        line = {"product_id": self.tea.id, "product_qty": quantity, "price_unit": price}
        return [[0, 0, line]]

    def _creations(self, quantity):
        """Orders that are born confirmed, or nearly."""
        name = "purchase.order"
        values = {
            "partner_id": self.vendor.id,
            "order_line": self._lines(quantity),
        }
        columns = ["partner_id/.id", "state", "order_line/product_id/.id"]
        columns += ["order_line/product_qty", "order_line/price_unit"]
        row = [str(self.vendor.id), "purchase", str(self.tea.id), str(quantity), "600"]

        def load(call):
            result = call(name, "load", fields=columns, data=[row])
            self.assertTrue(result["ids"] or result["messages"])

        def empty_first(call):
            empty = {"partner_id": self.vendor.id, "state": "purchase"}
            (order,) = call(name, "create", vals_list=[empty])
            lines = {"order_line": self._lines(quantity)}
            call(name, "write", [order], vals=lines)

        def forged(call):
            # the sums are computed, but stored
            sums = {"amount_total_cc": 1, "amount_total": 1, "amount_untaxed": 1}
            (order,) = call(name, "create", vals_list=[values | sums])
            call(name, "write", [order], vals=sums)
            call(name, "button_confirm", [order])

        return [
            Attack(
                "create",
                lambda c: c(
                    name, "create", vals_list=[{**values, "state": "purchase"}]
                ),
            ),
            Attack("load", load),
            Attack("empty first", empty_first),
            Attack("forged sums", forged),
        ]

    def test_confirming(self):
        """P4: neither button, write, batch, import nor creation confirms 6,000."""
        attacks = confirmations(self.big, self.draft) + confirmations(
            self.waiting, self.draft
        )
        self._hold(self.buyer, attacks + self._creations(10))

    def test_forged_sums(self):
        """P4: what the rule looks at is computed; nobody writes it down to 1.00."""
        order, line = "purchase.order", "purchase.order.line"
        lines = self.big.order_line

        def forge(vals, model=order, ids=self.big.ids):
            def run(call):
                call(model, "write", ids, vals=vals)
                call(order, "button_confirm", self.big.ids)

            return run

        refused = self._hold(
            self.buyer,
            [
                Attack("total in yuan", forge({"amount_total_cc": 1.0})),
                Attack("total", forge({"amount_total": 1.0})),
                Attack("untaxed", forge({"amount_untaxed": 1.0, "amount_tax": 0.0})),
                Attack("rate", forge({"currency_rate": 1e6})),
                Attack("subtotal", forge({"price_subtotal": 1.0}, line, lines.ids)),
                Attack("line total", forge({"price_total": 1.0}, line, lines.ids)),
            ],
        )
        self.assertTrue(all(refused.values()), refused)
        refused = self._hold(
            self.buyer,
            [
                Attack("note", forge({"display_type": "line_note"}, line, lines.ids)),
                Attack(
                    "down payment", forge({"is_downpayment": True}, line, lines.ids)
                ),
                Attack("approval", forge({"jxc_approval_state": "approved"})),
                Attack("mailed", forge({"jxc_mail_state": "sent"})),
            ],
        )
        self._through(
            self.buyer,
            [Attack("price", forge({"price_unit": 1.0}, line, lines.ids))],
        )

    def _changes(self, order, into):
        """Ways to make a confirmed order dearer; ``into``: to this quantity."""
        name, lines = "purchase.order", "purchase.order.line"
        line = order.order_line
        more = {"product_qty": into}
        new = {"product_id": self.tea.id, "product_qty": into, "price_unit": 600.0}
        draft = self.draft.order_line

        def catalogue(call):
            self._log_in(self.buyer)
            self._post(
                "/product/catalog/update_order_line_info",
                res_model=name,
                order_id=order.id,
                product_id=self.tea.id,
                quantity=into,
            )

        def load(call):
            rows = [[str(line.id), str(into)]]
            result = call(lines, "load", fields=[".id", "product_qty"], data=rows)
            if result["messages"]:
                raise Refused("UserError", result["messages"][0]["message"])

        def by_web(call):
            vals = {"order_line": [[1, line.id, more]]}
            call(name, "web_save", order.ids, vals=vals, specification={"state": {}})

        def moved(call):
            call(lines, "write", draft.ids, vals=more)
            call(lines, "write", draft.ids, vals={"order_id": order.id})

        def unlocked(call):
            call(name, "button_lock", order.ids)
            call(name, "button_unlock", order.ids)
            call(lines, "write", line.ids, vals=more)

        def order_line(command):
            return lambda c: c(name, "write", order.ids, vals={"order_line": [command]})

        price = {"price_unit": line.price_unit * into / line.product_qty}
        return [
            Attack("line", lambda c: c(lines, "write", line.ids, vals=more)),
            Attack("price", lambda c: c(lines, "write", line.ids, vals=price)),
            Attack("command", order_line([1, line.id, more])),
            Attack("price by command", order_line([1, line.id, price])),
            Attack("added by command", order_line([0, 0, new])),
            Attack(
                "added",
                lambda c: c(lines, "create", vals_list=[{**new, "order_id": order.id}]),
            ),
            Attack("moved from another order", moved),
            Attack("web_save", by_web),
            Attack("load", load),
            Attack("catalogue", catalogue),
            Attack("unlocked", unlocked),
        ]

    def test_changing_a_confirmed_order(self):
        """P4: a small order does not grow past the limit, an approved one not past
        what was approved."""
        refused = self._hold(self.buyer, self._changes(self.small, 1000))
        self.assertTrue(all(refused.values()), refused)
        refused = self._hold(self.buyer, self._changes(self.approved, 1000))
        self.assertTrue(all(refused.values()), refused)

    def test_the_same_changes_below_the_limit(self):
        """P4: the calls of the attacks are the right ones: 3 instead of 1 is nobody's
        business but the buyer's."""
        self._through(self.buyer, self._changes(self.small, 3))

    def test_another_vendor_or_unit(self):
        """P4: approved is this vendor's order in this unit, currency and term."""
        name = "purchase.order"
        dozen = self.env.ref("uom.product_uom_dozen")
        other = self.vendor.copy({"name": "另一家"})
        dollar = self.env.ref("base.USD")
        dollar.active = True
        line = self.approved.order_line

        def write(vals):
            return lambda c: c(name, "write", self.approved.ids, vals=vals)

        refused = self._hold(
            self.buyer,
            [
                Attack("vendor", write({"partner_id": other.id})),
                Attack("term", write({"payment_term_id": False})),
                Attack("currency", write({"currency_id": dollar.id})),
                Attack(
                    "unit",
                    lambda c: c(
                        "purchase.order.line",
                        "write",
                        line.ids,
                        vals={"product_uom_id": dozen.id, "price_unit": 600.0},
                    ),
                ),
            ],
        )
        self.assertTrue(all(refused.values()), refused)
        self._through(self.buyer, [Attack("reference", write({"partner_ref": "x"}))])

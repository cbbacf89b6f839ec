"""P4: a buyer turns to the approval itself, instead of to his order."""

from attack import Attack
from test_attack_purchase import PurchaseAttackCase

from odoo.tests import tagged

#: What the code takes as a key in the context; a client can send only JSON.
KEYS = (
    "jxc_approval_engine",
    "jxc_confirming",
    "jxc_promised",
    "jxc_unchecked",
    "jxc_costs",
)
#: What a client can make of them, and what the host's own code listens to.
FORGED = [
    dict.fromkeys(KEYS, True),
    dict.fromkeys(KEYS, {}),
    {
        "install_mode": True,
        "import_file": True,
        "module": "jxc_approval",
        "tracking_disable": True,
        "su": True,
        "uid": 1,
        "default_state": "purchase",
    },
]
PRIVATE = {
    "purchase.order": (
        "_jxc_approval_on_approved",
        "_jxc_approval_expire",
        "_jxc_bill_accepted",
        "_jxc_send",
        "_create_picking",
        "_write",
        "sudo",
        "with_user",
        "with_context",
        "with_env",
    ),
    "jxc.approval.request": (
        "_as_engine",
        "_close",
        "_decide",
        "_answer",
        "_pass_on",
        "_record",
        "_enter",
        "_continue",
        "_ask",
        "_ask_waiting",
        "_follow",
        "_cron_follow",
        "_submit",
    ),
    "jxc.approval.rule": ("_matching", "_judge"),
    "jxc.approval.substitute": ("_ask_again", "_running", "_of"),
    "jxc.lock": ("acquire", "wait_turn"),
}


@tagged("post_install", "-at_install")
class TestAttackApproval(PurchaseAttackCase):
    def setUp(self):
        super().setUp()
        self.request = self.waiting.sudo().jxc_approval_request_ids
        self.step = self.request.current_step_id

    def _rows(self, values):
        """Write the rows of the approval, as an engine would."""
        request, rule, step = self.request, self.request.rule_id, self.step
        decision = {
            "request_id": request.id,
            "step_id": step.id,
            "user_id": self.manager.id,
            "decision": "approved",
        }
        old = self.approved.sudo().jxc_approval_request_ids.decision_ids
        given = {"state": "approved"}
        own = {"user_ids": [[4, self.buyer.id]]}
        order = self.waiting.ids
        child = "jxc_approval_request_ids"
        return {
            "request": ("jxc.approval.request", "write", request.ids, {"vals": given}),
            "request made": (
                "jxc.approval.request",
                "create",
                None,
                {"vals_list": [{**values, **given}]},
            ),
            "request copied": (
                "jxc.approval.request",
                "copy",
                self.approved.sudo().jxc_approval_request_ids.ids,
                {"default": {"res_id": self.big.id}},
            ),
            "request deleted": ("jxc.approval.request", "unlink", request.ids, {}),
            "decision": (
                "jxc.approval.decision",
                "create",
                None,
                {"vals_list": [decision]},
            ),
            "decision changed": (
                "jxc.approval.decision",
                "write",
                old.ids,
                {"vals": {"request_id": request.id}},
            ),
            "decision deleted": ("jxc.approval.decision", "unlink", old.ids, {}),
            "rule off": (
                "jxc.approval.rule",
                "write",
                rule.ids,
                {"vals": {"active": False}},
            ),
            "rule archived": ("jxc.approval.rule", "action_archive", rule.ids, {}),
            "rule raised": (
                "jxc.approval.rule",
                "write",
                rule.ids,
                {"vals": {"domain": "[('id', '=', 0)]"}},
            ),
            "rule deleted": ("jxc.approval.rule", "unlink", rule.ids, {}),
            "own approver": (
                "jxc.approval.rule.step",
                "write",
                step.ids,
                {"vals": own},
            ),
            "step deleted": ("jxc.approval.rule.step", "unlink", step.ids, {}),
            "by the order": (
                "purchase.order",
                "write",
                order,
                {"vals": {child: [[1, request.id, given]]}},
            ),
            "made by the order": (
                "purchase.order",
                "write",
                order,
                {"vals": {child: [[0, 0, {**values, **given}]]}},
            ),
            "own role": (
                "res.users",
                "write",
                self.buyer.ids,
                {
                    "vals": {
                        "group_ids": [
                            [4, self.env.ref("jxc_base.group_jxc_manager").id]
                        ]
                    }
                },
            ),
        }

    def _values(self):
        request = self.request
        return {
            "name": "mine",
            "res_model": "purchase.order",
            "res_id": self.big.id,
            "requester_id": self.keeper.id,
            "company_id": self.company.id,
            "rule_id": request.rule_id.id,
            "digest": self.big.sudo()._jxc_approval_digest(),
        }

    def test_nobody_writes_the_rows(self):
        """P4, F2: requests, decisions, rules and steps are not the buyer's to write,
        with whatever he puts into the context."""
        attacks = []
        for name, (model, method, ids, arguments) in self._rows(self._values()).items():
            for number, context in enumerate([{}, *FORGED]):

                def run(call, a=(model, method, ids), k=arguments, c=context):
                    call(*a, context=c, **k)

                attacks.append(Attack(f"{name} {number}", run))
        refused = self._hold(self.buyer, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_manager_writes_the_rules(self):
        """P4, F1: the calls are the right ones: a manager changes his rule by them."""
        rows = self._rows(self._values())

        def run(call, row):
            model, method, ids, arguments = row
            call(model, method, ids, **arguments)

        self._through(
            self.manager,
            [
                Attack(name, lambda call, r=rows[name]: run(call, r))
                for name in ("rule off", "rule raised", "rule archived", "own approver")
            ],
        )

    def test_only_who_is_asked_decides(self):
        """P4: neither the buyer nor a colleague approves or refuses; the manager's
        to-do ticked off approves nothing; the manager's own button does."""
        name, ids = "jxc.approval.request", self.request.ids
        todo = self.request.sudo().activity_ids

        def wizard(call):
            values = {"request_id": self.request.id, "comment": "no"}
            made = call("jxc.approval.answer", "create", vals_list=[values])
            call("jxc.approval.answer", "action_jxc_answer", made)

        attacks = [
            Attack("approve", lambda c: c(name, "action_jxc_approve", ids)),
            Attack("refuse", lambda c: c(name, "action_jxc_refuse", ids)),
            Attack("wizard", wizard),
            Attack("withdraw", lambda c: c(name, "action_jxc_withdraw", ids)),
            Attack(
                "tick off", lambda c: c("mail.activity", "action_feedback", todo.ids)
            ),
            Attack(
                "take over",
                lambda c: c(
                    "mail.activity", "write", todo.ids, vals={"user_id": self.keeper.id}
                ),
            ),
            Attack(
                "post",
                lambda c: c(name, "message_post", ids, body="approved"),
            ),
        ]
        for user in (self.buyer, self.keeper, self.inspector, self.salesperson):
            refused = self._hold(user, attacks)
            self.assertTrue(refused["approve"] and refused["refuse"], user.login)
            self.assertTrue(refused["wizard"], user.login)
            self.assertEqual(refused["withdraw"], user != self.buyer, user.login)
        self._through(self.manager, attacks[:1])
        self._through(self.manager, attacks[1:3])

    def test_confirming_with_a_forged_context(self):
        """P4: no key of the context opens the order."""
        name = "purchase.order"
        attacks = []
        for number, context in enumerate(FORGED):
            for method, arguments in (
                ("write", {"vals": {"state": "purchase"}}),
                ("button_approve", {"force": True}),
                ("button_confirm", {}),
                ("action_jxc_submit", {}),
            ):

                def run(call, m=method, a=arguments, c=context):
                    call(name, m, self.big.ids, context=c, **a)

                attacks.append(Attack(f"{method} {number}", run))
        self._hold(self.buyer, attacks)

    def test_private_methods(self):
        """P4: what is not for clients is not called by clients."""
        attacks = []
        for model, methods in PRIVATE.items():
            ids = {"purchase.order": self.big.ids}.get(model, self.request.ids)
            for method in methods:

                def run(call, a=(model, method, ids)):
                    call(*a)

                attacks.append(Attack(f"{model}.{method}", run))
        refused = self._hold(self.buyer, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])


@tagged("post_install", "-at_install")
class TestAttackDetours(PurchaseAttackCase):
    """P4: longer ways to an order that nobody has approved."""

    def _new(self, call, quantity):
        line = {"product_id": self.tea.id, "product_qty": quantity, "price_unit": 600.0}
        values = {"partner_id": self.vendor.id, "order_line": [[0, 0, line]]}
        made = call("purchase.order", "create", vals_list=[values])
        return made if isinstance(made, list) else [made]

    def test_copies_and_merges(self):
        """P4: an approval is not copied, not merged into and not used twice."""
        name, lines = "purchase.order", "purchase.order.line"

        def copy(call):
            made = call(name, "copy", self.approved.ids)
            call(name, "button_confirm", made if isinstance(made, list) else [made])

        def copy_confirmed(call):
            call(name, "copy", self.approved.ids, default={"state": "purchase"})

        def merge(call):
            ids = self._new(call, 5) + self._new(call, 4)
            call(name, "action_merge", ids)
            for one in ids:
                call(name, "button_confirm", [one])

        def again(call):
            call(name, "button_cancel", self.approved.ids)
            call(name, "button_draft", self.approved.ids)
            line = self.approved.order_line
            call(lines, "write", line.ids, vals={"product_qty": 100})
            call(name, "button_confirm", self.approved.ids)

        def asked_and_changed(call):
            line = self.waiting.order_line
            call(lines, "write", line.ids, vals={"product_qty": 100})
            request = self.waiting.sudo().jxc_approval_request_ids
            request.with_user(self.manager).filtered(
                lambda r: r.state == "pending"
            ).action_jxc_approve()
            call(name, "button_confirm", self.waiting.ids)

        def cheap_then_dear(call):
            (order,) = self._new(call, 1)
            call(name, "button_confirm", [order])
            vals = {
                "order_line": [[0, 0, {"product_id": self.tea.id, "product_qty": 9}]]
            }
            call(name, "write", [order], vals=vals)

        refused = self._hold(
            self.buyer,
            [
                Attack("copy", copy),
                Attack("copy confirmed", copy_confirmed),
                Attack("merge", merge),
                Attack("again", again),
                Attack("asked and changed", asked_and_changed),
                Attack("cheap then dear", cheap_then_dear),
            ],
        )
        self.assertTrue(refused["copy confirmed"] and refused["cheap then dear"])

    def test_an_approved_order_is_what_was_approved(self):
        """P4: the approved path: cancelled and confirmed again as it was, it passes."""
        name = "purchase.order"

        def again(call):
            call(name, "button_cancel", self.approved.ids)
            call(name, "button_draft", self.approved.ids)
            call(name, "button_confirm", self.approved.ids)
            self.env.invalidate_all()
            self.assertEqual(self.approved.state, "purchase")

        self._through(self.buyer, [Attack("again", again)])
        self.assertEqual(self._try(self.buyer, [Attack("again", again)])[1], [])

    def test_suggestions_and_replenishment(self):
        """P3, P4: what is ordered from a suggestion or an orderpoint waits as well."""
        suggestion = {
            "product_id": self.tea.id,
            "warehouse_id": self.warehouse.id,
            "partner_id": self.vendor.id,
            "quantity": 100,
            "price_unit": 600,
        }
        point = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.tea.id)]
        )

        def confirm_all(call):
            orders = self.env["purchase.order"].search([("state", "=", "draft")])
            call("purchase.order", "button_confirm", orders.ids)

        def order(call):
            made = call("jxc.purchase.suggestion", "create", vals_list=[suggestion])
            call("jxc.purchase.suggestion", "action_jxc_order", made)
            self.env.invalidate_all()
            confirm_all(call)

        def replenish(call):
            name = "stock.warehouse.orderpoint"
            call(name, "write", point.ids, vals={"product_min_qty": 900})
            call(name, "action_replenish", point.ids)
            self.env.invalidate_all()
            confirm_all(call)

        self._hold(
            self.buyer, [Attack("suggestion", order), Attack("replenish", replenish)]
        )

    def test_a_bill_makes_no_order(self):
        """P4, P9: a vendor bill typed by the buyer neither grows nor makes an order."""
        journal = self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", self.company.id)], limit=1
        )
        item = {"product_id": self.tea.id, "quantity": 100, "price_unit": 600.0}
        values = {
            "move_type": "in_invoice",
            "journal_id": journal.id,
            "partner_id": self.vendor.id,
            "invoice_line_ids": [[0, 0, item]],
        }

        def add(call, order):
            made = call("account.move", "create", vals_list=[values])
            self.env.invalidate_all()
            bill = self.env["account.move"].browse(made)
            lines = [-line.id for line in bill.invoice_line_ids]
            wizard = call(
                "bill.to.po.wizard",
                "create",
                vals_list=[{"purchase_order_id": order, "partner_id": self.vendor.id}],
            )
            context = {"active_ids": lines}
            call("bill.to.po.wizard", "action_add_to_po", wizard, context=context)

        self._hold(
            self.buyer,
            [
                Attack("to a small order", lambda call: add(call, self.small.id)),
                Attack(
                    "to an approved order", lambda call: add(call, self.approved.id)
                ),
                Attack("to a new order", lambda call: add(call, False)),
            ],
        )

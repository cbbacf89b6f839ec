"""The ground of the approval set-ups: rules of a manager, and who tries them."""

from attack import Attack, AttackCase, Refused

from odoo import Command

#: The button, the state in effect, and the quantity of an order.
KINDS = {
    "purchase.order": ("button_confirm", "purchase", "product_qty"),
    "sale.order": ("action_confirm", "sale", "product_uom_qty"),
}


class SetUpCase(AttackCase):
    """Each test says in plain figures which orders its rule is about (``needs``) and
    notes what was approved; any other such order in effect is harm."""

    TABLES = (
        "purchase_order",
        "purchase_order_line",
        "sale_order",
        "sale_order_line",
        "stock_picking",
        "stock_move",
        "jxc_approval_request",
        "jxc_approval_decision",
        "jxc_approval_rule",
        "jxc_approval_rule_step",
        "jxc_approval_substitute",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False
        cls.others = {model: cls.env[model].search([]) for model in KINDS}
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.fine = set()

    # --- what people do -----------------------------------------------------------

    def _rule(self, model, domain, *steps, **values):
        """A rule as a manager makes it, by himself (F1)."""
        steps = [Command.create({"sequence": n, **s}) for n, s in enumerate(steps)]
        return (
            self.env["jxc.approval.rule"]
            .with_user(self.manager)
            .create(
                {
                    "name": self.id().rpartition(".")[2],
                    "model_id": self.env["ir.model"]._get_id(model),
                    "domain": domain,
                    "step_ids": steps,
                    **values,
                }
            )
        )

    def _buy(self, quantity, price=600.0, user=None, **values):
        line = {"product_qty": quantity, "price_unit": price}
        return self._order("purchase.order", user or self.buyer, line, values)

    def _sell(self, quantity, user=None, line=None, **values):
        line = {"product_uom_qty": quantity, **(line or {})}
        return self._order("sale.order", user or self.salesperson, line, values)

    def _order(self, model, user, line, values):
        partner = self.vendor if model == "purchase.order" else self.customer
        line = Command.create({"product_id": self.tea.id, **line})
        return (
            self.env[model]
            .with_user(user)
            .create({"partner_id": partner.id, "order_line": [line], **values})
        )

    def _confirmed(self, order):
        getattr(order, KINDS[order._name][0])()
        self.assertEqual(order.state, KINDS[order._name][1])
        return order

    def _asked(self, order):
        """The button submits; the requests that wait."""
        getattr(order, KINDS[order._name][0])()
        self.assertEqual(order.state, "draft")
        requests = order.sudo().jxc_approval_request_ids.filtered(
            lambda request: request.state == "pending"
        )
        self.assertTrue(requests)
        return requests

    def _approved(self, request, *people):
        """They approve one after the other, and only the last one makes it hold."""
        order = request._document()
        for user in people:
            self.assertEqual(order.sudo().state, "draft")
            request.with_user(user).action_jxc_approve()
        self.assertEqual(order.sudo().state, KINDS[order._name][1])
        self.fine.add(self._figures(order))

    # --- what nobody may achieve --------------------------------------------------

    def needs(self, order):
        """Whether the rule of this test is about the order."""
        raise NotImplementedError

    def _figures(self, order):
        lines = order.sudo().order_line.filtered("product_id").sorted("id")
        quantity = KINDS[order._name][2]
        return (order, order.sudo().partner_id, order.sudo().currency_id) + tuple(
            (line.product_id, line[quantity], line.price_unit, line.discount)
            for line in lines
        )

    def _worth(self, order):
        quantity = KINDS[order._name][2]
        return sum(
            line[quantity] * line.price_unit * (1 - line.discount / 100)
            for line in order.sudo().order_line
        )

    def _harm(self):
        harm = []
        for model, (_button, state, _quantity) in KINDS.items():
            orders = self.env[model].search([("state", "=", state)])
            for order in orders - self.others[model]:
                if self.needs(order) and self._figures(order) not in self.fine:
                    harm.append(f"{order.name} binds us, and nobody approved it")
        return harm

    def _attacks(self, order, plain, bad):
        """Paths to the effect of ``order``, which waits; and, once it is in effect, to
        what makes ``plain`` need an approval: ``bad`` are values of its line."""
        name, lines = order._name, plain.order_line._name
        button, state, _quantity = KINDS[name]
        now, line = {"state": state}, plain.order_line
        request = order.sudo().jxc_approval_request_ids.ids
        born = self._born(order)
        if isinstance(bad, dict):
            bad = (line, bad)
        target, values = bad

        def load(call, model, columns, row):
            answer = call(model, "load", fields=columns, data=[row])
            if answer["messages"]:
                raise Refused("UserError", answer["messages"][0]["message"])

        def import_state(call):
            load(call, name, [".id", "state"], [str(order.id), state])

        def import_change(call):
            columns = [key.replace("_id", "_id/.id") for key in values]
            row = [str(target.id), *map(str, values.values())]
            load(call, target._name, [".id", *columns], row)

        calls = {
            "confirm": (name, button, order.ids, {}),
            "batch": (name, button, (order + self._twin(plain)).ids, {}),
            "write": (name, "write", order.ids, {"vals": now}),
            "write batch": (name, "write", (order + plain).ids, {"vals": now}),
            "sent first": (name, "write", order.ids, {"vals": {"state": "sent"}}),
            "web_save": (
                name,
                "web_save",
                order.ids,
                {"vals": now, "specification": {"state": {}}},
            ),
            "create": (name, "create", None, {"vals_list": [{**born, **now}]}),
            "copy": (name, "copy", order.ids, {"default": now}),
            "approve": ("jxc.approval.request", "action_jxc_approve", request, {}),
            "change": (target._name, "write", target.ids, {"vals": values}),
            "change by the order": (
                name,
                "write",
                plain.ids,
                {"vals": {"order_line": [[1, line.id, values]]}}
                if target._name == lines
                else {"vals": values},
            ),
        }

        def run(call, arguments):
            model, method, ids, rest = arguments
            call(model, method, ids, **rest)

        return [
            *(Attack(k, lambda c, a=args: run(c, a)) for k, args in calls.items()),
            Attack("import", import_state),
            Attack("import of a change", import_change),
        ]

    def _born(self, order):
        line = order.order_line
        names = ["price_unit", "discount", KINDS[order._name][2]]
        values = {"product_id": line.product_id.id, **{n: line[n] for n in names}}
        return {
            "partner_id": order.partner_id.id,
            "currency_id": order.currency_id.id,
            "order_line": [[0, 0, values]],
        }

    def _twin(self, plain):
        return plain.copy()

    def _attacked(self, order, plain, bad, *more):
        """None of it does harm to an order in the queue, nor makes one of a plain one.

        :return: names of the attacks that were refused.
        """
        self._confirmed(plain)
        user = order.env.user
        refused = self._hold(user, [*self._attacks(order, plain, bad), *more])
        names = {name for name, no in refused.items() if no}
        must = {"write", "write batch", "web_save", "create", "copy", "import"}
        must |= {"approve", "change", "change by the order", "import of a change"}
        self.assertEqual(must - names, set())
        return names

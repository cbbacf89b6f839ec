"""P3: what a buyer's own client can do to order without the certificates it takes."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

ORDER, LINE, RELEASE = (
    "purchase.order",
    "purchase.order.line",
    "jxc.certificate.release",
)
ASK, KIND = "jxc.certificate.ask", "jxc.certificate.kind"


@tagged("post_install", "-at_install")
class TestAttackCertificate(AttackCase):
    TABLES = (
        "jxc_certificate",
        "jxc_certificate_kind",
        "jxc_certificate_release",
        "purchase_order",
        "purchase_order_line",
        "stock_picking",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.running = cls._bought()
        cls.running.button_confirm()
        cls.kind = cls.env[KIND].create({"name": "承诺书", "all_vendors": True})
        cls.draft = cls._bought()
        cls.env.flush_all()

    @classmethod
    def _bought(cls):
        return (
            cls.env[ORDER]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [Command.create(cls._line())],
                }
            )
        )

    @classmethod
    def _line(cls):
        return {"product_id": cls.tea.id, "product_qty": 1, "price_unit": 1.0}

    def _harm(self):
        orders = self.env[ORDER].search([("partner_id", "=", self.vendor.id)])
        if orders.filtered(lambda o: o.state == "purchase") != self.running:
            yield "ordered"
        if len(self.running.order_line) > 1:
            yield "added to a confirmed order"
        if self.env[RELEASE].search([("order_id", "in", orders.ids)]):
            yield "released"
        if not self.kind.all_vendors or not self.kind.active:
            yield "not required any more"

    def test_the_buyer(self):
        """P3, F2: neither the state nor a release nor the kind is his to write."""
        ids, line = self.draft.ids, self._line()
        ask = {"order_id": ids[0], "reason": "急"}
        row = ask | {"kind_id": self.kind.id, "partner_id": self.vendor.id}
        born = {"partner_id": self.vendor.id, "state": "purchase"}
        born["order_line"] = [Command.create(line)]
        through = {"jxc_certificate_release_ids": [Command.create(row)]}
        made = [
            (ORDER, "write", ids, {"vals": {"state": "purchase"}}),
            (ORDER, "button_confirm", ids, {}),
            (ORDER, "button_approve", ids, {}),
            (ORDER, "button_approve", ids, {"force": True}),
            (ORDER, "create", None, {"vals_list": [born]}),
            (ORDER, "write", self.running.ids, {"vals": through}),
            (ORDER, "write", ids, {"vals": through}),
            (
                LINE,
                "create",
                None,
                {"vals_list": [line | {"order_id": self.running.id}]},
            ),
            (RELEASE, "create", None, {"vals_list": [row]}),
            (ASK, "create", None, {"vals_list": [ask]}),
            (KIND, "write", self.kind.ids, {"vals": {"all_vendors": False}}),
            (KIND, "write", self.kind.ids, {"vals": {"active": False}}),
            (KIND, "unlink", self.kind.ids, {}),
        ]
        attacks = [
            Attack(
                f"{number} {model} {method}",
                lambda call, m=model, n=method, i=on, a=arguments: call(m, n, i, **a),
            )
            for number, (model, method, on, arguments) in enumerate(made)
        ]
        refused = self._hold(self.buyer, attacks)
        self.assertEqual([name for name, no in refused.items() if not no], [])

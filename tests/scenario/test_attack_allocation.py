"""S2, F2: who would give himself the goods of others, or share another company's."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

WIZARD, LINE = "jxc.sale.allocation", "jxc.sale.allocation.line"


@tagged("post_install", "-at_install")
class TestAttackAllocation(AttackCase):
    TABLES = ("stock_move_line", "stock_quant", "res_company")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        orders = cls.env["sale.order"].with_user(cls.salesperson)
        cls.env["jxc.approval.rule"].search([]).active = False
        for quantity in (20, 10):
            line = {"product_id": cls.tea.id, "product_uom_qty": quantity}
            order = orders.create(
                {
                    "partner_id": cls.customer.id,
                    "warehouse_id": cls.warehouse.id,
                    "order_line": [Command.create(line)],
                }
            )
            order.action_confirm()
            orders |= order
        cls.pickings = orders.sudo().picking_ids.sorted("id")
        cls.pickings[1].do_unreserve()
        cls._count(cls.tea, 25)
        other = cls.env["res.company"].create({"name": "分公司"})
        cls.stranger = new_role_user(
            cls.env,
            "manager",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.shown = cls.env[WIZARD].with_user(cls.manager).create(
            {"picking_ids": [Command.set(cls.pickings.ids)]}
        )  # fmt: skip
        cls.env.flush_all()
        cls.before = cls._reserved()

    @classmethod
    def _reserved(cls):
        return [sum(p.move_ids.mapped("quantity")) for p in cls.pickings.sudo()]

    def _harm(self):
        if self._reserved() != self.before:
            yield f"goods were moved: {self._reserved()}"
        if self.company.sudo().jxc_allocate_on_arrival:
            yield "the setting was changed"
        if sum(self.shown.sudo().line_ids.mapped("gets")) != 25:
            yield "the shares that somebody looks at were changed"

    def _attacks(self):
        ids, values = self.pickings.ids, {"picking_ids": self.pickings.ids}

        def applied(call):
            made = call(WIZARD, "create", vals_list=[values])
            call(WIZARD, "action_apply", made)

        def bent(call):
            made = call(WIZARD, "create", vals_list=[{"picking_ids": []}])
            call(WIZARD, "write", made, vals=values)
            call(WIZARD, "action_apply", made)

        line = self.shown.line_ids[:1]
        return [
            Attack("apply", applied),
            Attack("bend", bent),
            self._call("somebody's", WIZARD, "action_apply", self.shown.ids),
            self._call("read", LINE, "read", line.ids, fields=["gets"]),
            self._call("change", LINE, "write", line.ids, vals={"gets": 1}),
            self._call("private", "stock.move", "_jxc_take", ids, quantity=5),
            self._call(
                "setting",
                "res.company",
                "write",
                self.company.ids,
                vals={"jxc_allocate_on_arrival": True},
            ),
        ]

    def _call(self, name, model, method, *ids, **arguments):
        return Attack(name, lambda call: call(model, method, *ids, **arguments))

    def test_who_sells_or_keeps_shares_nothing(self):
        """F2: a salesperson and a keeper."""
        self.REFUSALS = (*AttackCase.REFUSALS, "NotFound")
        for user in (self.salesperson, self.keeper):
            refused = self._hold(user, self._attacks())
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_a_manager_of_another_company(self):
        """F2: neither sees these deliveries nor takes from them."""
        self.REFUSALS = (*AttackCase.REFUSALS, "NotFound")
        refused = self._hold(self.stranger, self._attacks())
        for name in ("somebody's", "read", "change", "private", "setting"):
            self.assertTrue(refused[name], name)

"""S7, F2: who says that a customer is invoiced once a month, and for which month."""

from attack import Attack, AttackCase

from odoo import Command
from odoo.tests import tagged

PARTNER, MOVE = "res.partner", "account.move"


@tagged("post_install", "-at_install")
class TestAttackCollected(AttackCase):
    """A customer with a draft of this month, which the accountant may edit otherwise,
    and a draft that somebody wrote by hand."""

    TABLES = ("res_partner", "res_company", "account_move", "account_move_line")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.jxc_invoicing = "month"
        line = {"product_id": cls.tea.id, "product_uom_qty": 3}
        order = cls.env["sale.order"].with_user(cls.salesperson)
        order = order.create(
            {"partner_id": cls.customer.id, "order_line": [Command.create(line)]}
        )
        order.action_confirm()
        delivery = order.sudo().picking_ids.with_user(cls.keeper)
        delivery.move_ids.picked = True
        delivery.with_context(skip_sms=True).button_validate()
        cls.draft = order.sudo().invoice_ids
        values = {"move_type": "out_invoice", "partner_id": cls.customer.id}
        cls.other = cls.env[MOVE].create(values)
        cls.month = cls.draft.jxc_sales_month
        cls.env.flush_all()

    def _harm(self):
        harm = []
        customer = self.customer.with_company(self.company)
        if customer.jxc_invoicing != "month" or self.company.jxc_invoicing == "month":
            harm.append("it is set otherwise")
        if self.draft.jxc_sales_month != self.month or self.other.jxc_sales_month:
            harm.append("a draft is of another month")
        months = [("jxc_sales_month", "!=", False)]
        if self.env[MOVE].search(months) - self.draft:
            harm.append("there is another draft of a month")
        return harm

    def _attacks(self):
        once, month = {"jxc_invoicing": "delivery"}, {"jxc_sales_month": "2020-01-01"}
        new = {"move_type": "out_invoice", "partner_id": self.customer.id, **month}
        context = {"default_jxc_sales_month": "2020-01-01"}

        def write(model, ids, vals):
            return lambda call: call(model, "write", ids, vals=vals)

        return [
            Attack("customer", write(PARTNER, self.customer.ids, once)),
            Attack("nothing", write(PARTNER, self.customer.ids, {"jxc_invoicing": 0})),
            Attack(
                "company",
                write("res.company", self.company.ids, {"jxc_invoicing": "month"}),
            ),
            Attack("another month", write(MOVE, self.draft.ids, month)),
            Attack("none", write(MOVE, self.draft.ids, {"jxc_sales_month": False})),
            Attack("by hand", write(MOVE, self.other.ids, month)),
            Attack("new", lambda call: call(MOVE, "create", vals_list=[new])),
            Attack(
                "by default",
                lambda call: call(
                    MOVE,
                    "create",
                    vals_list=[{k: new[k] for k in ("move_type", "partner_id")}],
                    context=context,
                ),
            ),
        ]

    def test_who_may_not(self):
        """S7: who sells, ships, buys or keeps the books."""
        self.assertEqual(self.draft.state, "draft")
        for user in (self.salesperson, self.accountant, self.keeper, self.buyer):
            refused, harm = self._try(user, self._attacks())
            self.assertEqual(harm, [], user.login)
            through = [name for name, no in refused.items() if not no]
            self.assertEqual(through, [], user.login)

    def test_who_may(self):
        """S7: a manager decides it for the customer; the accountant edits the draft."""
        self._through(
            self.manager,
            [
                Attack(
                    "customer",
                    lambda call: call(
                        PARTNER,
                        "write",
                        self.customer.ids,
                        vals={"jxc_invoicing": "delivery"},
                    ),
                )
            ],
        )
        self._through(
            self.accountant,
            [
                Attack(
                    "reference",
                    lambda call: call(
                        MOVE, "write", self.draft.ids, vals={"ref": "2026-11"}
                    ),
                ),
                Attack("posts", lambda call: call(MOVE, "action_post", self.draft.ids)),
            ],
        )

"""S1, S2: a dialog that adds lines or asks for goods does no more than its user may."""

from functools import partial

from attack import Attack, AttackCase

from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

PASTE, OPTION, LINE = "jxc.sale.paste", "jxc.sale.offer.option", "sale.order.line"


@tagged("post_install", "-at_install")
class TestAttackOrderEntry(AttackCase):
    """30 boxes of tea here, 40 in the south; an order of a salesperson wants 35."""

    TABLES = (
        "sale_order",
        "sale_order_line",
        "jxc_transfer",
        "jxc_transfer_line",
        "jxc_purchase_suggestion",
        "jxc_purchase_cause",
        "mail_activity",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = new_role_user(cls.env, "salesperson", login="test_colleague")
        houses = cls.env["stock.warehouse"]
        cls.south = houses.create({"name": "南仓", "code": "NC"})
        quants = cls.env["stock.quant"]
        quants._update_available_quantity(cls.tea, cls.south.lot_stock_id, 40)
        other = cls.env["res.company"].create({"name": "分公司"})
        houses = houses.with_context(allowed_company_ids=other.ids)
        house = houses.search([("company_id", "=", other.id)], limit=1)
        cls.far = house or houses.create(
            {"name": "分仓", "code": "FC", "company_id": other.id}
        )
        orders = cls.env["sale.order"].with_user(cls.salesperson)
        line = {"product_id": cls.tea.id, "product_uom_qty": 35}
        cls.order = orders.create(
            {
                "partner_id": cls.customer.id,
                "warehouse_id": cls.warehouse.id,
                "order_line": [(0, 0, line)],
            }
        )
        cls.line = cls.order.order_line
        wizard = cls.env["jxc.sale.offer"].with_user(cls.salesperson)
        cls.wizard = wizard.browse(cls.line.action_jxc_offers()["res_id"])
        cls.options = cls.wizard.option_ids
        cls.paste = cls.env[PASTE].with_user(cls.salesperson)
        cls.paste = cls.paste.create({"order_id": cls.order.id, "text": "铁观音 1"})
        cls.env.flush_all()

    def _harm(self):
        """Lines nobody was allowed to add, goods nobody was allowed to ask for."""
        harm = []
        if len(self.order.sudo().order_line) != 1 or self.line.product_uom_qty != 35:
            harm.append("the order has changed")
        if self.env["sale.order"].search_count([("jxc_rest_of_id", "!=", False)]):
            harm.append("a quotation for later")
        asked = self.env["jxc.transfer.line"]
        if asked.search_count([("jxc_sale_line_id", "=", self.line.id)]):
            harm.append("a transfer was asked for")
        bought = self.env["jxc.purchase.cause"]
        if bought.search_count([("sale_line_id", "=", self.line.id)]):
            harm.append("a purchase was asked for")
        return harm

    def _takes(self):
        """Everything that takes an offer."""
        return [
            Attack(
                f"takes {option.kind}",
                lambda call, ids=option.ids: call(OPTION, "action_take", ids),
            )
            for option in self.options
        ]

    def test_who_may_not_write_the_order(self):
        """S2: a colleague, the keeper and the buyer neither take offers nor paste."""
        attacks = self._takes() + [
            Attack(
                "opens the offers",
                lambda call: call(LINE, "action_jxc_offers", self.line.ids),
            ),
            Attack("reads", lambda call: call(PASTE, "action_read", self.paste.ids)),
            Attack("adds", lambda call: call(PASTE, "action_add", self.paste.ids)),
            Attack(
                "a paste of his own",
                lambda call: call(
                    PASTE,
                    "create",
                    vals_list=[{"order_id": self.order.id, "text": "x 1"}],
                ),
            ),
        ]
        for user in (self.colleague, self.keeper, self.buyer):
            refused = self._hold(user, attacks)
            made = refused.pop("a paste of his own")
            self.assertTrue(made or user == self.colleague)
            self.assertTrue(all(refused.values()), (user.login, refused))

    def test_offers_that_nobody_makes(self):
        """S2, T1: not from another company, not a kind of one's own, and what only
        the server calls."""
        option = self.options.filtered("warehouse_id").ids

        def forged(**values):
            def run(call):
                call(OPTION, "write", option, vals=values)
                call(OPTION, "action_take", option)

            return run

        attacks = [
            Attack("the other company's goods", forged(warehouse_id=self.far.id)),
            Attack("the own warehouse", forged(warehouse_id=self.warehouse.id)),
            Attack("a gift", forged(kind="gift")),
            Attack("a kind without its warehouse", forged(warehouse_id=False)),
        ]
        for name, arguments in (
            ("_jxc_take_offer", {"offer": {"kind": "transfer"}}),
            ("_jxc_leave_for_later", {"lacks": 5}),
            ("_jxc_request", {"house": self.far.id, "quantity": 5}),
            ("_jxc_buy", {"missing": {}}),
        ):
            run = partial(self._call_line, name, arguments)
            attacks.append(Attack(name, run))
        refused = self._hold(self.salesperson, attacks)
        self.assertTrue(all(refused.values()), refused)

    def _call_line(self, name, arguments, call):
        call(LINE, name, self.line.ids, **arguments)

    def test_the_same_calls_of_who_may(self):
        """S1, S2: each of them is allowed where it is in order."""

        def paste(call):
            call(PASTE, "action_read", self.paste.ids)
            call(PASTE, "action_add", self.paste.ids)

        kinds = set(self.options.mapped("kind"))
        self.assertEqual(kinds, {"later", "transfer", "purchase"})
        self._through(self.salesperson, [*self._takes(), Attack("pastes", paste)])

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestCreditGroup(SalesCase):
    """S3: the companies of a group share one credit limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False
        cls.holding = cls._member("Lianhua Holding", False)
        cls.customer.jxc_credit_group_id = cls.holding
        cls.sister = cls._member("Lianhua South", cls.holding)

    @classmethod
    def _member(cls, name, head):
        values = {"name": name, "is_company": True, "credit_limit": 5}
        head = head and head.id
        return cls.env["res.partner"].create({**values, "jxc_credit_group_id": head})

    def _shared(self, amount):
        self.company.account_use_credit_limit = True
        self.holding.credit_limit = amount

    def _used(self, order):
        order.invalidate_recordset()
        return order.jxc_credit_used

    def _pay(self, invoice, amount):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"amount": amount})._create_payments()

    def _advance(self, order, amount):
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": order.ids,
                "advance_payment_method": "fixed",
                "fixed_amount": amount,
            }
        )
        return wizard._create_invoices(order.sudo())

    def test_one_limit_for_all(self):
        """S3: what a sister owes and ordered takes the group's limit; 5, the member's
        own one, does not count; who leaves the group takes his debts with him."""
        self._shared(200)
        self._debt(100, 0, self.sister)
        self._confirmed((self.bottle, 5), partner_id=self.sister.id)
        order = self._order((self.bottle, 2))
        self.assertEqual(self._used(order), 85.0)
        mine = self._order((self.bottle, 2), partner_id=self.holding.id)
        self.assertEqual(self._used(mine), 85.0)
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.sister.id}
        )
        order.partner_id = contact
        self.assertEqual(self._used(order), 85.0)
        self.sister.jxc_credit_group_id = False
        self.assertEqual(self._used(mine), 10.0)

    def test_a_sister_takes_the_last_credit(self):
        """S3: two members' orders together, and the key both sessions wait for."""
        rule = self.env.ref("jxc_sales.jxc_approval_rule_over_credit")
        if not rule.step_ids:
            group = self.env.ref("jxc_base.group_jxc_manager")
            rule.step_ids = [Command.create({"name": "M", "group_id": group.id})]
        rule.active = True
        self._shared(100)
        first = self._order((self.bottle, 6))
        second = self._order((self.bottle, 6), partner_id=self.sister.id)
        first.action_confirm()
        self.assertEqual(first.state, "sale")
        second.action_confirm()
        states = second.state, second.jxc_approval_state
        self.assertEqual(states, ("draft", "pending"))
        key = f"credit:{self.company.id}:{self.holding.id}"
        self.assertTrue(self.env["jxc.lock"].search([("key", "=", key)]))
        evidence = second.sudo()._jxc_approval_evidence()
        self.assertTrue(any(self.holding.name in row[1] for row in evidence))

    def test_what_counts(self):
        """S3: open orders, goods shipped and not invoiced, open invoices; less
        payments, credit notes and payments in advance: as the books add up."""
        self._shared(1000)
        orders = self.env["sale.order"]
        # Ordered 80, and 30 of it invoiced in advance and not paid: 80 in all.
        ahead = self._confirmed((self.bottle, 8))
        orders |= ahead
        self._advance(ahead, 30).action_post()
        # Shipped 5 of 5, invoice is a draft: 50.
        drafted = self._confirmed((self.bottle, 5))
        orders |= drafted
        self._ship(drafted)
        # Shipped 3 of 4, invoiced, 20 paid, the rest still to be shipped: 20.
        paid = self._confirmed((self.bottle, 4), partner_id=self.sister.id)
        orders |= paid
        self._ship(paid, 3)
        self._invoices(paid).action_post()
        self._pay(self._invoices(paid), 20)
        # Shipped 6, invoiced, 2 came back for a posted credit note: 40.
        back = self._confirmed((self.bottle, 6))
        orders |= back
        self._return(self._ship(back), 2)
        self._invoices(back).filtered(lambda i: i.state == "draft").action_post()
        # Shipped 1 and 2 on top of it: 30.
        more = self._confirmed((self.bottle, 1))
        orders |= more
        self._ship(more, 3)
        # Paid in advance without any invoice: 15 less.
        self._entry(-15)
        expected = 80 + 50 + 20 + 40 + 30 - 15
        self.assertAlmostEqual(self._used(orders[0]), expected / 10)
        self.assertAlmostEqual(self._by_the_books(), expected)

    def _entry(self, amount):
        account = self.customer.property_account_receivable_id
        other = self.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", self.company.ids)],
            limit=1,
        )
        lines = [(account, amount), (other, -amount)]
        move = self.env["account.move"].create(
            {
                "line_ids": [
                    Command.create(
                        {
                            "account_id": at.id,
                            "partner_id": self.customer.id,
                            "balance": balance,
                        }
                    )
                    for at, balance in lines
                ]
            }
        )
        move.action_post()

    def _by_the_books(self):
        """The sum once more, by SQL of its own: what was ordered or shipped, less what
        posted invoices ask for, and what is open in the ledger."""
        self.env.flush_all()
        members = (self.holding | self.customer | self.sister).ids
        query = SQL(
            """
            SELECT (SELECT SUM(i.amount_residual)
                      FROM account_move_line i
                      JOIN account_account a ON a.id = i.account_id
                     WHERE a.account_type = 'asset_receivable'
                       AND i.parent_state = 'posted' AND i.partner_id = ANY(%(ids)s))
                 + (SELECT SUM(l.price_unit * GREATEST(l.qty_delivered,
                           CASE WHEN o.delivery_status = 'full' THEN 0
                                ELSE l.product_uom_qty END))
                      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                     WHERE o.state = 'sale' AND o.partner_id = ANY(%(ids)s)
                       AND l.is_downpayment IS NOT TRUE)
                 - (SELECT SUM(CASE m.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
                               * i.price_total)
                      FROM account_move_line i
                      JOIN account_move m ON m.id = i.move_id
                     WHERE m.state = 'posted' AND m.partner_id = ANY(%(ids)s)
                       AND i.display_type = 'product'
                       AND m.move_type IN ('out_invoice', 'out_refund'))
            """,
            ids=members,
        )
        return float(self.env.execute_query(query)[0][0])

    def test_many_orders_at_once(self):
        """S3: forty orders of forty customers of a group, one statement no more than
        for one."""
        self._shared(1000)
        orders = self.env["sale.order"]
        for number in range(40):
            member = self._member(f"M{number}", self.holding)
            orders |= self._order((self.bottle, 1), partner_id=member.id)
        # As many open orders of the group, whoever is asked about.
        orders[:20].action_confirm()

        def statements(few):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            few.mapped("jxc_credit_used")
            return self.env.cr.sql_log_count - before

        one = statements(orders[-1].with_prefetch())
        self.assertLessEqual(statements(orders.with_prefetch()), one)

    def test_one_level_deep(self):
        """S3: no chains, no rings, no contacts."""
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.sister.id}
        )
        other = self._member("Other", False)
        for partner, head in (
            (other, self.customer),
            (other, other),
            (other, contact),
            (self.holding, other),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                partner.jxc_credit_group_id = head
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.holding.write({"parent_id": other.id, "is_company": False})

    def test_for_who_keeps_the_books(self):
        """F2: a salesperson does not put his customer under somebody's limit."""
        other = self._member("Other", False)
        with self.assertRaises(AccessError):
            other.with_user(self.salesperson).jxc_credit_group_id = self.holding
        other.with_user(self.manager).jxc_credit_group_id = self.holding

    def test_other_companies(self):
        """F2: what a member owes another company takes no credit of this one."""
        self._shared(100)
        other = self.env["res.company"].create(
            {"name": "Branch", "account_use_credit_limit": True}
        )
        order = self._order((self.bottle, 2))
        self.env.user.company_ids |= other
        self.holding.with_company(other).credit_limit = 60
        elsewhere = self.env["sale.order"].with_company(other)
        fee = self._product("Fee", is_storable=False, type="service")
        elsewhere = elsewhere.create(
            {"partner_id": self.sister.id, "order_line": [self._line(fee, 3)]}
        )
        elsewhere.action_confirm()
        self.assertEqual(self._used(elsewhere), 50.0)
        self.assertEqual(self._used(order), 20.0)
        owned = self._member("Of the branch", False)
        owned.company_id = other
        stranger = self._member("Of this company", False)
        stranger.company_id = self.company
        with self.assertRaises(UserError):
            stranger.jxc_credit_group_id = owned

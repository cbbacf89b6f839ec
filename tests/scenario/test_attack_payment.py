"""P9, P10: who would pay vendors twice, more than is owed, or without being asked."""

from attack import Attack, AttackCase, Refused

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

PROPOSAL, LINE = "jxc.payment.proposal", "jxc.payment.proposal.line"
PAYMENT, ORDER = "account.payment", "purchase.order"


@tagged("post_install", "-at_install")
class TestAttackPayment(AttackCase):
    TABLES = (
        "account_move",
        "account_partial_reconcile",
        "account_payment",
        "jxc_payment_proposal",
        "jxc_payment_proposal_line",
        "purchase_order",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.bills = cls._bill(100.0) + cls._bill(40.0)
        cls.paid, cls.agreed, cls.draft = (cls._proposal(n) for n in (0, 1, None))
        (cls.paid + cls.agreed).action_confirm()
        cls.paid.action_pay()
        cls.order, cls.other = (cls._bought() for _number in range(2))
        cls.deposit = cls.env[PAYMENT].create(
            cls._payment() | {"jxc_purchase_order_id": cls.order.id}
        )
        cls.deposit.action_post()
        cls.payments = cls.env[PAYMENT].search([("partner_id", "=", cls.vendor.id)])
        cls.env.flush_all()

    @classmethod
    def _bill(cls, amount):
        line = {"name": "x", "quantity": 1, "price_unit": amount}
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.vendor.id,
                "invoice_date": fields.Date.today(),
                "invoice_date_due": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({**line, "tax_ids": [Command.clear()]})
                ],
            }
        )
        bill.action_post()
        return bill

    @classmethod
    def _item(cls, bill):
        return bill.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        )

    @classmethod
    def _proposal(cls, number):
        proposal = cls.env[PROPOSAL].create({"journal_id": cls.bank.id})
        bills = cls.bills[number] if number is not None else cls.bills.browse()
        proposal.line_ids = [
            Command.create({"move_line_id": cls._item(bill).id}) for bill in bills
        ]
        return proposal

    @classmethod
    def _payment(cls):
        return {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": cls.vendor.id,
            "amount": 30.0,
            "journal_id": cls.bank.id,
        }

    @classmethod
    def _bought(cls):
        line = {"product_id": cls.tea.id, "product_qty": 10, "price_unit": 20.0}
        order = cls.env[ORDER].create(
            {"partner_id": cls.vendor.id, "order_line": [Command.create(line)]}
        )
        order.button_confirm()
        return order

    def _harm(self):
        """Money that left without its proposal, twice, or for another order."""
        payments = self.env[PAYMENT].search([("partner_id", "=", self.vendor.id)])
        for one in payments - self.payments:
            if one.jxc_proposal_id and one.state != "draft":
                yield f"paid again: {one.amount} of {one.jxc_proposal_id.name}"
            if one.jxc_proposal_id and one.state == "draft":
                yield "a payment was hung into a proposal"
        if self.paid.state != "paid" or len(self.paid.payment_ids) != 1:
            yield f"the paid one is {self.paid.state}"
        if self.draft.state == "paid":
            yield "a draft is paid"
        if self.agreed.exists().amount != 40.0:
            yield f"agreed: {self.agreed.amount}"
        if self.deposit.jxc_purchase_order_id != self.order:
            yield "a deposit was moved"

    def _call(self, name, model, method, *ids, **arguments):
        return Attack(name, lambda call: call(model, method, *ids, **arguments))

    def _money(self):
        """What nobody may, whoever he is."""
        paid, agreed, draft = self.paid.ids, self.agreed.ids, self.draft.ids
        row = self.agreed.line_ids
        write, create = (PROPOSAL, "write"), (PROPOSAL, "create")
        again = {"move_line_id": self._item(self.bills[0]).id}
        more = [Command.update(row.id, {"amount": 4000.0})]
        born = {"journal_id": self.bank.id, "state": "paid"}
        hung = self._payment() | {"jxc_proposal_id": paid[0]}
        plain = self.payments - self.deposit - self.paid.payment_ids
        target = {"jxc_purchase_order_id": self.other.id}
        return [
            self._call("pay again", PROPOSAL, "action_pay", paid),
            self._call("back", PROPOSAL, "action_draft", paid),
            self._call("pay a draft", PROPOSAL, "action_pay", draft),
            self._call("state", *write, draft, vals={"state": "paid"}),
            self._call("reopened", *write, paid, vals={"state": "confirmed"}),
            self._call("born paid", *create, vals_list=[born]),
            self._call("line by hand", LINE, "write", row.ids, vals={"amount": 4000.0}),
            self._call("through", *write, agreed, vals={"line_ids": more}),
            self._call(
                "a line to the agreed",
                LINE,
                "create",
                vals_list=[again | {"proposal_id": agreed[0]}],
            ),
            self._call("unlink", PROPOSAL, "unlink", paid),
            self._call("hung in", PAYMENT, "create", vals_list=[hung]),
            self._call(
                "moved in",
                PAYMENT,
                "write",
                self.deposit.ids,
                vals={"jxc_proposal_id": draft[0]},
            ),
            self._call("other order", PAYMENT, "write", self.deposit.ids, vals=target),
            self._call(
                "no order",
                PAYMENT,
                "write",
                self.deposit.ids,
                vals={"jxc_purchase_order_id": False},
            ),
            *(
                self._call("made one", PAYMENT, "write", one.ids, vals=target)
                for one in plain
            ),
        ]

    def test_the_accountant(self):
        """P10, F5: he proposes; what is agreed or paid is not his to change."""
        refused = self._hold(self.accountant, self._money())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def _load(self, name, **more):
        """A file of payments, as the host's import screen sends it."""
        row = {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id/.id": self.vendor.id,
            "amount": 30.0,
            "date": fields.Date.today(),
            "journal_id/.id": self.bank.id,
            **more,
        }
        rows = [list(map(str, row.values()))]

        def load(call):
            answer = call(PAYMENT, "load", fields=list(row), data=rows)
            if answer["messages"]:
                raise Refused("UserError", answer["messages"][0]["message"])
            call(PAYMENT, "action_post", answer["ids"])

        return Attack(name, load)

    def test_a_file_of_payments(self):
        """P10: the accountant imports payments; none of them gets into a proposal."""
        hung = [
            self._load(f"hung into the {one.state}", **{"jxc_proposal_id/.id": one.id})
            for one in (self.paid, self.agreed, self.draft)
        ]
        plain = [self._load("by one door"), self._load("by the other")]
        refused = self._hold(self.accountant, hung)
        self.assertEqual([name for name, no in refused.items() if not no], [])
        self._through(self.accountant, plain)
        refused = self._hold(self.buyer, plain)
        self.assertEqual(set(refused.values()), {True})

    def test_others(self):
        """F2: buyers, keepers, salespeople and vendors have no part in it."""
        vendor = new_test_user(self.env, "paid_vendor", groups="base.group_portal")
        vendor.partner_id.parent_id = self.vendor
        reading = self._call(
            "read", PROPOSAL, "read", self.agreed.ids, fields=["amount"]
        )
        deposit = {"jxc_deposit": 5.0}
        for user in (self.buyer, self.keeper, self.salesperson):
            refused = self._hold(user, [reading, *self._money()])
            self.assertEqual([name for name, no in refused.items() if not no], [])
        # A vendor has no key: one call, by his session.
        refused = self._hold(vendor, [reading])
        self.assertEqual(refused, {"read": True})
        for user in (self.keeper, self.salesperson):
            refused = self._hold(
                user,
                [self._call("deposit", ORDER, "write", self.order.ids, vals=deposit)],
            )
            self.assertEqual(refused, {"deposit": True})

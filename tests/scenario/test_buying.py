"""From the order to the paid vendor: steps of receipt × currency × company."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import JxcCase, new_role_user

ROLES = ("buyer", "keeper", "inspector", "accountant", "manager")


@tagged("post_install", "-at_install")
class TestBuying(JxcCase):
    """P5 to P10, F6: ordered with a deposit, received in two parts, one of them half
    rejected, some of it given back, the rest closed short, billed, and paid at once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["res.company"].create(
            {"name": "二公司", "country_id": cls.env.ref("base.cn").id}
        )
        cls.env["account.chart.template"].try_loading("cn", cls.branch)
        cls.branch_people = {
            role: new_role_user(
                cls.env,
                role,
                login=f"branch_{role}",
                company_id=cls.branch.id,
                company_ids=[Command.set(cls.branch.ids)],
            )
            for role in ROLES
        }
        cls.dollar = cls.env.ref("base.USD")
        cls.dollar.active = True
        today = fields.Date.today()
        cls.env["res.currency.rate"].search(
            [("currency_id", "=", cls.dollar.id)]
        ).unlink()
        for company in cls.company | cls.branch:
            cls.env["res.currency.rate"].create(
                {
                    "currency_id": cls.dollar.id,
                    "company_id": company.id,
                    "name": today - timedelta(days=400),
                    "company_rate": 1 / 7,
                }
            )

    def _case(self, company, steps, currency):
        """The people, warehouse, vendor and goods of one case."""
        people = self.branch_people if company == self.branch else {}
        for role in ROLES:
            user = people.get(role) or getattr(self, role)
            setattr(self, f"my_{role}", user)
        self.mine = company
        self.house = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.house.reception_steps = steps
        self.money = currency or company.currency_id
        self.vendor = self.env["res.partner"].create(
            {"name": f"供应商 {steps} {self.money.name}", "company_id": company.id}
        )
        company.jxc_billing = "receipt"
        self.goods = self.env["product.product"].create(
            {
                "name": "罐头",
                "is_storable": True,
                "purchase_method": "receive",
                "taxes_id": False,
                "supplier_taxes_id": False,
                "jxc_inspect": True,
                "company_id": company.id,
            }
        )

    def _as(self, role, record):
        user = getattr(self, f"my_{role}")
        # pylint: disable-next=context-overridden
        record = record.with_context(
            lang="zh_CN", tz="Asia/Shanghai", allowed_company_ids=self.mine.ids
        )
        return record.with_user(user)

    # --- verbs ----------------------------------------------------------------------

    def _ordered(self, quantity, price):
        order = self._as("buyer", self.env["purchase.order"]).create(
            {
                "partner_id": self.vendor.id,
                "currency_id": self.money.id,
                "picking_type_id": self.house.in_type_id.id,
                "jxc_deposit": 100.0,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        if order.state != "purchase":
            request = order.sudo().jxc_approval_request_ids
            request = request.filtered(lambda one: one.state == "pending")
            self._as("manager", request).action_jxc_approve()
        self.assertEqual(order.state, "purchase")
        return order

    def _receive(self, order, quantity):
        receipt = order.sudo().picking_ids.filtered(
            lambda p: p.state == "assigned" and p.picking_type_code == "incoming"
        )
        receipt = self._as("keeper", receipt.ensure_one())
        receipt.move_ids.write({"quantity": quantity, "picked": True})
        action = receipt.button_validate()
        if receipt.state != "done":
            wizard = self._as("keeper", self.env[action["res_model"]])
            wizard.with_context(**action["context"]).create({}).process()
        self.assertEqual(receipt.state, "done")
        return receipt

    def _judge(self, receipt, accepted):
        inspections = self._as("inspector", self.env["jxc.inspection"])
        inspection = inspections.search([("picking_id", "=", receipt.id)])
        line = inspection.line_ids
        if accepted != line.received:
            line.write({"accepted": accepted, "reason": "漏罐"})
        inspection.action_jxc_done()
        self.assertEqual(inspection.state, "done")
        return inspection

    def _put_away(self):
        """The keeper does all that waits, up to the shelf."""
        for _step in range(4):
            waiting = self.env["stock.picking"].search(
                [
                    ("company_id", "=", self.mine.id),
                    ("product_id", "=", self.goods.id),
                    ("picking_type_code", "=", "internal"),
                    ("state", "=", "assigned"),
                ]
            )
            if not waiting:
                return
            for picking in self._as("keeper", waiting):
                picking.move_ids.picked = True
                picking.with_context(skip_backorder=True).button_validate()

    def _on_shelf(self):
        goods = self.goods.with_context(location=self.house.lot_stock_id.id)
        goods.invalidate_recordset()
        return goods.qty_available

    def _give_back(self, receipt, quantity):
        wizard = self._as("keeper", self.env["stock.return.picking"])
        wizard = wizard.with_context(
            active_id=receipt.id, active_ids=receipt.ids, active_model=receipt._name
        ).create({})
        wizard.product_return_moves.quantity = quantity
        back = receipt.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(back.state, "done")

    def _post_bills(self, order):
        for bill in order.sudo().invoice_ids.filtered(lambda b: b.state == "draft"):
            bill = self._as("accountant", bill)
            bill.invoice_date = fields.Date.context_today(bill)
            bill.action_post()

    def _pay(self, order):
        """What is due a year from now: all of it."""
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.mine.id)], limit=1
        )
        proposals = self._as("accountant", self.env["jxc.payment.proposal"])
        proposal = proposals.create(
            {
                "journal_id": bank.id,
                "currency_id": self.money.id,
                "partner_ids": [Command.set(self.vendor.ids)],
                "date_limit": fields.Date.today() + timedelta(days=365),
            }
        )
        proposal.action_read()
        amount = proposal.amount
        proposal.action_confirm()
        if proposal.state != "confirmed":
            request = proposal.sudo().jxc_approval_request_ids
            request = request.filtered(lambda one: one.state == "pending")
            self._as("manager", request).action_jxc_approve()
        proposal.action_pay()
        self.assertEqual(proposal.state, "paid")
        return amount

    # --- the matrix -----------------------------------------------------------------

    def _buy(self, company, steps, currency=None):
        self._case(company, steps, currency)
        order = self._ordered(20, 12.5)
        self.assertEqual(self._pay(order), 100.0, "the deposit")
        first = self._receive(order, 8)
        self.assertEqual(self._on_shelf(), 0, "nobody has looked at it")
        self._judge(first, 5)
        self._put_away()
        second = self._receive(order, 6)
        self._judge(second, 6)
        self._put_away()
        self.assertEqual(self._on_shelf(), 11)
        self._post_bills(order)
        self._give_back(second, 2)
        self.assertEqual(self._on_shelf(), 9)
        self._as("buyer", order.order_line).action_jxc_close("停产")
        self._post_bills(order)
        bills = order.sudo().invoice_ids
        self.assertEqual(set(bills.mapped("state")), {"posted"})
        self.assertEqual(bills.company_id, company)
        self.assertEqual(bills.currency_id, self.money)
        signed = sum(
            bill.amount_total * (1 if bill.move_type == "in_invoice" else -1)
            for bill in bills
        )
        self.assertEqual(signed, 9 * 12.5)
        self.assertEqual(self._pay(order), 9 * 12.5 - 100.0)
        self.assertFalse(bills.filtered("amount_residual"))
        items = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.vendor.id),
                ("account_id.account_type", "=", "liability_payable"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertEqual(items.company_id, company)
        self.assertAlmostEqual(sum(items.mapped("balance")), 0.0)
        self.assertFalse(items.filtered(lambda item: not item.reconciled))
        unbilled = self._as("accountant", self.env["jxc.payable.unbilled"])
        self.assertFalse(unbilled.search([("order_id", "=", order.id)]))

    def test_one_step_in_yuan(self):
        self._buy(self.company, "one_step")

    def test_one_step_in_dollars(self):
        self._buy(self.company, "one_step", self.dollar)

    def test_three_steps_in_yuan(self):
        self._buy(self.company, "three_steps")

    def test_three_steps_in_dollars(self):
        self._buy(self.company, "three_steps", self.dollar)

    def test_the_second_company_in_one_step_and_dollars(self):
        self._buy(self.branch, "one_step", self.dollar)

    def test_the_second_company_in_three_steps_and_yuan(self):
        self._buy(self.branch, "three_steps")

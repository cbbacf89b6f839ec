"""Two companies that sell in yuan and in dollars, their people and their verbs."""

from datetime import timedelta

from odoo import Command, fields

from odoo.addons.jxc_base.tests.common import JxcCase, new_role_user

ROLES = ("salesperson", "keeper", "accountant", "manager")
#: What a phone sends as the photo of a signed slip, but small.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
#: Where differences go: the field of the company, and whether it is a cost.
ACCOUNTS = {
    "default_cash_difference_expense_account_id": "expense",
    "default_cash_difference_income_account_id": "income_other",
    "expense_currency_exchange_account_id": "expense",
    "income_currency_exchange_account_id": "income_other",
    "jxc_bank_fee_account_id": "expense",
}


class SellerCase(JxcCase):
    """A dollar is 7.00 yuan until a week ago, and 7.20 since; 30 pieces on the shelf,
    which cost 60 and sell at 100, with 13 % of tax on top."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", False)
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
        cls.dollar.rate_ids.unlink()
        cls.today = fields.Date.context_today(
            cls.env.user.with_context(tz="Asia/Shanghai")
        )
        for company in cls.company | cls.branch:
            for days, yuan in ((400, 7.0), (7, 7.2)):
                cls.env["res.currency.rate"].create(
                    {
                        "currency_id": cls.dollar.id,
                        "company_id": company.id,
                        "name": cls.today - timedelta(days=days),
                        "inverse_company_rate": yuan,
                    }
                )
            cls._accounts(company)

    @classmethod
    def _accounts(cls, company):
        company.jxc_small_difference_limit, company.jxc_difference_limit = 2, 50
        accounts = cls.env["account.account"].with_company(company)
        for number, (name, kind) in enumerate(ACCOUNTS.items()):
            company[name] = accounts.create(
                {"name": name, "code": f"JXC9{number}", "account_type": kind}
            )

    def _case(self, company, currency=None, on="shipment", per="delivery"):
        """The people, warehouse, customer and goods of one case."""
        people = self.branch_people if company == self.branch else {}
        self.people = {role: people.get(role) or getattr(self, role) for role in ROLES}
        self.mine = company
        self.money = currency or company.currency_id
        company.jxc_invoice_on, company.jxc_invoicing = on, per
        self.house = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        self.house.jxc_keeper_ids = self.people["keeper"]
        tax = self.env["account.tax"].with_company(company)
        tax = tax.create({"name": "13 %", "amount": 13.0, "company_id": company.id})
        self.goods = (
            self.env["product.product"]
            .with_company(company)
            .create(
                {
                    "name": "罐头",
                    "is_storable": True,
                    "standard_price": 60.0,
                    "list_price": 100.0,
                    "taxes_id": [Command.set(tax.ids)],
                    "company_id": company.id,
                }
            )
        )
        self.env["stock.quant"]._update_available_quantity(
            self.goods, self.house.lot_stock_id, 30
        )
        term = {"name": "30 天", "line_ids": [Command.create({"nb_days": 30})]}
        self.customer = self.env["res.partner"].create(
            {
                "name": f"客户 {company.id} {self.money.name}",
                "company_id": company.id,
            }
        )
        customer = self.customer.with_company(company)
        customer.property_payment_term_id = self.env["account.payment.term"].create(
            term
        )
        # The same 100 in any currency.
        price = {
            "applied_on": "0_product_variant",
            "product_id": self.goods.id,
            "compute_price": "fixed",
            "fixed_price": 100.0,
        }
        customer.property_product_pricelist = self.env["product.pricelist"].create(
            {
                "name": f"价目 {self.money.name}",
                "currency_id": self.money.id,
                "company_id": company.id,
                "item_ids": [Command.create(price)],
            }
        )

    def _as(self, role, record):
        # pylint: disable-next=context-overridden
        record = record.with_context(
            lang="zh_CN", tz="Asia/Shanghai", allowed_company_ids=self.mine.ids
        )
        return record.with_user(self.people[role])

    def _stranger(self, role, record):
        """Somebody with that role in the first company, which he has open."""
        # pylint: disable-next=context-overridden
        record = record.with_context(allowed_company_ids=self.company.ids)
        return record.with_user(getattr(self, role))

    # --- verbs ----------------------------------------------------------------------

    def _quoted(self, quantity, price):
        line = {
            "product_id": self.goods.id,
            "product_uom_qty": quantity,
            "price_unit": price,
        }
        order = self._as("salesperson", self.env["sale.order"]).create(
            {"partner_id": self.customer.id, "order_line": [Command.create(line)]}
        )
        self.assertEqual((order.company_id, order.currency_id), (self.mine, self.money))
        return order

    def _approve(self, order):
        request = order.sudo().jxc_approval_request_ids
        request = request.filtered(lambda one: one.state == "pending")
        self._as("manager", request.ensure_one()).action_jxc_approve()

    def _deliveries(self, order, *states):
        pickings = order.sudo().picking_ids.filtered(lambda p: p.state in states)
        return self._as("keeper", pickings)

    def _ship(self, order, quantity):
        delivery = self._deliveries(order, "assigned", "confirmed").ensure_one()
        delivery.move_ids.write({"quantity": quantity, "picked": True})
        action = delivery.button_validate()
        if delivery.state != "done":
            wizard = self._as("keeper", self.env[action["res_model"]])
            wizard.with_context(**action["context"]).create({}).process()
        self.assertEqual(delivery.state, "done")
        return delivery

    def _sign(self, delivery):
        proof = self._as("keeper", delivery.sudo().jxc_proof_ids.ensure_one())
        proof.write({"signed_by": "王女士", "signed_on": self.today, "photo": PIXEL})
        proof.action_sign()
        self.assertEqual(proof.state, "signed")

    def _take_back(self, delivery, quantity):
        wizard = self._as("keeper", self.env["stock.return.picking"])
        wizard = wizard.with_context(
            active_id=delivery.id, active_ids=delivery.ids, active_model=delivery._name
        ).create({})
        wizard.product_return_moves.quantity = quantity
        back = delivery.browse(wizard.action_create_returns()["res_id"])
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(back.state, "done")

    def _invoices(self, order, state=None):
        invoices = order.sudo().invoice_ids.sorted("id")
        if state:
            invoices = invoices.filtered(lambda one: one.state == state)
        return self._as("accountant", invoices)

    def _post(self, order, days_ago=0):
        for invoice in self._invoices(order, "draft"):
            invoice.invoice_date = self.today - timedelta(days=days_ago)
            invoice.action_post()

    def _paid(self, amount, kind="inbound"):
        bank = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.mine.id)], limit=1
        )
        payment = self._as("accountant", self.env["account.payment"]).create(
            {
                "payment_type": kind,
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": amount,
                "currency_id": self.money.id,
                "journal_id": bank.id,
                "date": self.today,
            }
        )
        payment.action_post()
        return payment

    def _match(self, **written_off):
        """Oldest first, on the workbench; or all, with what is written off."""
        bench = self._as("accountant", self.env["jxc.settlement.match"]).create(
            {
                "partner_id": self.customer.id,
                "side": "receivable",
                "company_id": self.mine.id,
                "currency_id": self.money.id,
                "date": self.today,
            }
        )
        if written_off:
            (bench.debit_line_ids + bench.credit_line_ids).selected = True
            bench.write(written_off)
        else:
            bench.action_oldest_first()
        bench.action_match()
        return bench

    # --- what they see --------------------------------------------------------------

    def _promised(self):
        """(on the shelf, still to promise)"""
        figures = self.env["jxc.stock.availability"]._get(self.goods, self.house)
        goods = self.goods.with_context(location=self.house.lot_stock_id.id)
        goods.invalidate_recordset()
        return goods.qty_available, figures[self.goods.id, self.house.id].atp

    def _open(self):
        """What stands in the ageing: (currency, yuan, days), the oldest first."""
        ageing = self._as("accountant", self.env["jxc.settlement.ageing"])
        rows = ageing.search([("partner_id", "=", self.customer.id)])
        self.assertLessEqual(rows.company_id, self.mine)
        return [
            (self.money.round(row.residual_currency), round(row.residual, 2), row.days)
            for row in rows.sorted(lambda row: (row.date_due, row.move_line_id.id))
        ]

    def _expected(self):
        """What the cash forecast expects of this customer, in yuan, by kind."""
        forecast = self._as("accountant", self.env["jxc.cash.forecast"]).create(
            {"date_to": self.today + timedelta(days=100), "company_id": self.mine.id}
        )
        forecast.action_forecast()
        kinds = {}
        for line in forecast.line_ids.filtered(lambda x: x.partner_id == self.customer):
            kinds[line.kind] = round(kinds.get(line.kind, 0.0) + line.amount, 2)
        return kinds

    def _booked(self, name):
        """The balance of one of the accounts of differences."""
        items = self.env["account.move.line"].search(
            [
                ("account_id", "=", self.mine[name].id),
                ("company_id", "=", self.mine.id),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(items.mapped("balance")), 2)

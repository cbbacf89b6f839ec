from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

from odoo.addons.jxc_costing.tests.ledger_case import LedgerCase


class ClosingCase(LedgerCase):
    """A trader in Beijing with a chart of accounts, and months that are over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls._trader("Trader")
        users = cls.accountant | cls.manager | cls.keeper
        users.sudo().company_ids += cls.company
        users.sudo().company_id = cls.company
        cls.env = cls.env(
            context={
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
                "lang": "en_US",
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.warehouse = cls._house(cls.company)
        cls.stock = cls.warehouse.lot_stock_id
        cls.month = cls.company._jxc_today().replace(day=1) - relativedelta(months=3)
        cls.goods = cls._goods()
        accounts = cls.goods._get_product_accounts()
        cls.stock_account = accounts["stock_valuation"]
        cls.expense_account = accounts["expense"]

    @classmethod
    def _trader(cls, name):
        company = cls.env["res.company"].create(
            {
                "name": name,
                "country_id": cls.env.ref("base.cn").id,
                "currency_id": cls.env.ref("base.CNY").id,
            }
        )
        company.partner_id.tz = "Asia/Shanghai"
        cls.env["account.chart.template"].with_company(company).try_loading(
            "cn", company, install_demo=False
        )
        return company

    @classmethod
    def _house(cls, company):
        houses = cls.env["stock.warehouse"]
        return houses.search([("company_id", "=", company.id)], limit=1) or (
            houses.create({"name": "House", "code": "H", "company_id": company.id})
        )

    def _day(self, number, months=0):
        """A day of the month that is about to be closed, or of a later one."""
        return self.month + relativedelta(months=months, days=number - 1)

    def _at(self, move, day):
        """Noon in Beijing of a day of the month."""
        if isinstance(day, int):
            day = self._day(day)
        if not isinstance(day, datetime):
            day = datetime.combine(day, datetime.min.time()) + timedelta(hours=4)
        move.date = day
        return move

    def _closing(self, months=0, user=None):
        closings = self.env["jxc.closing"].with_user(user or self.accountant)
        return closings.create({"month": self._day(1, months)})

    def _close(self, months=0):
        closing = self._closing(months)
        closing.action_check()
        closing.action_close()
        return closing

    def _found(self, closing):
        """{check: verdict} of what was found."""
        return {
            check.code: check.verdict
            for check in closing.check_ids
            if check.verdict != "ok"
        }

    def _balance(self, account, day=None):
        """What is on an account."""
        domain = [
            ("account_id", "=", account.id),
            ("company_id", "=", self.company.id),
            ("parent_state", "=", "posted"),
        ]
        if day:
            domain.append(("date", "<=", day))
        lines = self.env["account.move.line"]
        return lines._read_group(domain, [], ["balance:sum"])[0][0]

    def _entry(self, amount, day, account=None):
        """A journal entry on the stock account."""
        other = self.env["account.account"].search(
            [
                *self.env["account.account"]._check_company_domain(self.company),
                ("account_type", "=", "equity"),
            ],
            limit=1,
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": day,
                "journal_id": self.company.account_stock_journal_id.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": (account or self.stock_account).id,
                            "balance": amount,
                        }
                    ),
                    Command.create({"account_id": other.id, "balance": -amount}),
                ],
            }
        )
        entry.action_post()
        return entry

    def _bill(self, kind, quantity, price, day, product=None):
        """A posted invoice, or what was bought without an order."""
        partner = self.env["res.partner"].create({"name": "Partner"})
        line = {
            "product_id": (product or self.goods).id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [Command.clear()],
        }
        if kind == "in_receipt":
            line["account_id"] = self.stock_account.id
        move = self.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": partner.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        return move

    def _figures(self):
        """The rows of the closed month, with all their figures."""
        end = fields.Date.end_of(self.month, "month")
        rows = self._rows().filtered(lambda row: row.date <= end)
        return rows.read(
            ["key", "at", "quantity", "amount", "variance", "running_amount"]
        )

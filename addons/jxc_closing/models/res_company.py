from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..closing_sql import query


class ResCompany(models.Model):
    _inherit = "res.company"

    # Written by closing and reopening only; nobody's right is enough for it.
    jxc_closed_until = fields.Date(
        "Stock Closed Until", groups=fields.NO_ACCESS, readonly=True, copy=False
    )
    jxc_closed_moment = fields.Datetime(
        "Stock Open Since",
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        help="The first moment that is open, in UTC. It stays where it was when the"
        " company moves to another time zone.",
    )

    jxc_closed_zone = fields.Char(
        "Time Zone of Closed Months",
        groups=fields.NO_ACCESS,
        readonly=True,
        copy=False,
        help="Where months are closed the days of the ledger stay those of this zone.",
    )
    jxc_unbilled_account_id = fields.Many2one(
        "account.account",
        "Account of Goods Not Billed",
        check_company=True,
        help="Left empty, the first closing that needs it adds one under the payables.",
    )

    def action_close_stock_valuation(self, at_date=None, auto_post=False):
        """The host's closing; where months are closed, it would book all again."""
        self.ensure_one()
        if self.sudo().jxc_closed_until:
            raise UserError(
                self.env._(
                    "%(company)s closes its stock by month. Use Month-End Closing; this"
                    " would book the same once more.",
                    company=self.display_name,
                )
            )
        return super().action_close_stock_valuation(at_date, auto_post)

    def _jxc_zone(self):
        return self.sudo().jxc_closed_zone or super()._jxc_zone()

    def _jxc_hold_closing(self, day):
        """Wait for a closing, and let it wait, where a month that is over changes."""
        self.ensure_one()
        if day < self._jxc_today().replace(day=1):
            self.env["jxc.lock"].acquire([f"closing:{self.id}"])

    def _jxc_refuse_closed(self, what, day):
        raise UserError(
            self.env._(
                "%(what)s: the stock of %(company)s is closed until %(closed)s, and"
                " this is of %(day)s. Give it a date in an open month, or have a"
                " manager reopen the month.",
                what=what,
                company=self.display_name,
                closed=format_date(self.env, self.sudo().jxc_closed_until),
                day=format_date(self.env, day),
            )
        )

    def _jxc_check_moment(self, what, moment):
        """Refuse what happened, or is said to have happened, in a closed month."""
        self.ensure_one()
        floor = self.sudo().jxc_closed_moment
        if floor and moment and moment < floor:
            self._jxc_refuse_closed(what, self._jxc_day(moment))

    def _jxc_stock_accounts(self):
        """The accounts on which stock is kept."""
        self.ensure_one()
        found = self.env.execute_query(query("category_accounts", company=str(self.id)))
        own = self.env["account.account"].browse(account for (account,) in found)
        usual = (
            self.env["ir.default"]
            .with_company(self)
            ._get_model_defaults("product.category")
            .get("property_stock_valuation_account_id")
        )
        return own | self.account_stock_valuation_id | own.browse(usual or [])

    def _jxc_unbilled_account(self):
        """Where goods are owed that were received and not billed; made when needed."""
        self.ensure_one()
        if not self.jxc_unbilled_account_id:
            self.jxc_unbilled_account_id = self._jxc_add_unbilled_account()
        return self.jxc_unbilled_account_id

    def _jxc_add_unbilled_account(self):
        accounts = self.env["account.account"].with_company(self)
        payable = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("account_type", "=", "liability_payable"),
            ],
            order="code",
            limit=1,
        )
        return accounts.create(
            {
                "code": accounts._search_new_account_code(
                    f"{payable.code or '2202'}00"
                ),
                "name": self.env._("Payables for Goods Not Billed"),
                "account_type": "liability_current",
                "company_ids": [fields.Command.link(self.root_id.id)],
            }
        )

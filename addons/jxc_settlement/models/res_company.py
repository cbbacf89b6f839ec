from odoo import fields, models
from odoo.exceptions import UserError

DIFFERENCES = [
    ("discount", "Cash Discount"),
    ("small", "Small Difference"),
    ("fee", "Bank Fee"),
    ("exchange", "Exchange Difference"),
]
#: Where the host's Chinese charts keep bank fees: financial expenses.
_FEES = {
    "cn": "l10n_cn_account_5603",
    "cn_large_bis": "l10n_cn_large_bis_account_6603",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_small_difference_limit = fields.Monetary(
        "Small Differences up to",
        default=10.0,
        help="What an accountant may write off as a small difference of the items of "
        "one match. More is for a manager.",
    )
    jxc_difference_limit = fields.Monetary(
        "Discounts and Bank Fees up to",
        default=1000.0,
        help="What an accountant may write off as cash discount, bank fee and exchange "
        "difference of the items of one match. More is for a manager.",
    )
    jxc_bank_fee_account_id = fields.Many2one(
        "account.account", "Bank Fee Account", check_company=True
    )
    jxc_settlement_journal_id = fields.Many2one(
        "account.journal",
        "Journal of Differences and Set-Offs",
        check_company=True,
        domain=[("type", "=", "general")],
    )

    def _jxc_difference_account(self, kind, loss):
        """The account of a difference.

        :param kind: a key of :data:`DIFFERENCES`.
        :param loss: whether the company bears it.
        """
        self.ensure_one()
        if kind == "fee":
            account = self.jxc_bank_fee_account_id or self._jxc_chart_fee_account()
        elif kind == "exchange":
            account = (
                self.expense_currency_exchange_account_id
                if loss
                else self.income_currency_exchange_account_id
            )
        elif kind == "discount":
            account = (
                self.account_journal_early_pay_discount_loss_account_id
                if loss
                else self.account_journal_early_pay_discount_gain_account_id
            )
        else:
            account = (
                self.default_cash_difference_expense_account_id
                if loss
                else self.default_cash_difference_income_account_id
            )
        if not account:
            names = dict(self.env["account.move.line"]._jxc_kind_names())
            raise UserError(
                self.env._(
                    "%(company)s has no account for: %(kind)s. An administrator sets "
                    "it in Settings, General Settings, JXC, Settlement.",
                    company=self.name,
                    kind=names[kind],
                )
            )
        return account

    def _jxc_chart_fee_account(self):
        chart = self.env["account.chart.template"].with_company(self)
        name = _FEES.get(self.chart_template)
        account = name and chart.ref(name, raise_if_not_found=False)
        return account or self.env["account.account"]

    def _jxc_settlement_journal(self):
        """The journal of differences and set-offs: the first miscellaneous one."""
        self.ensure_one()
        taken = self.currency_exchange_journal_id | self.tax_cash_basis_journal_id
        journal = self.jxc_settlement_journal_id or self.env["account.journal"].search(
            [
                ("type", "=", "general"),
                ("company_id", "=", self.id),
                ("id", "not in", taken.ids),
            ],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no miscellaneous journal for differences and "
                    "set-offs. Create one in the accounting settings.",
                    company=self.name,
                )
            )
        return journal

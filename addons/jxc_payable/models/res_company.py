from odoo import fields, models

BILLING = [("receipt", "One per Receipt"), ("month", "One per Vendor and Month")]


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_billing = fields.Selection(
        BILLING,
        "Bills on Stock-In",
        default="receipt",
        required=True,
        help="One per vendor and month: what is accepted is added to the vendor's open"
        " draft of the month, apart by currency and payment term.",
    )
    jxc_billing_date = fields.Selection(
        [("end", "Last Day of the Month"), ("receipt", "Day of the Last Receipt")],
        "Date of Collected Bills",
        default="end",
        required=True,
    )
    jxc_match = fields.Boolean(
        "Three-Way Match",
        default=True,
        help="A vendor bill is posted only if its quantities were accepted and its"
        " prices are those of the order, within the tolerance, or if a finance manager"
        " accepts the difference.",
    )
    jxc_match_percent = fields.Float(
        "Price Tolerance (%)",
        digits=(16, 2),
        help="Of the line at the order's price. 0: no limit of this kind; with neither"
        " limit, no difference passes; with both, it has to keep both.",
    )
    jxc_match_amount = fields.Float(
        "Price Tolerance (Amount)",
        digits=(16, 2),
        help="Per bill line, in the company's currency. 0: no limit of this kind.",
    )
    jxc_match_quantity_percent = fields.Float(
        "Quantity Tolerance (%)",
        digits=(16, 2),
        help="How much more than accepted may be billed.",
    )
    jxc_match_ref = fields.Boolean(
        "Vendor's Invoice Number Required",
        help="No vendor bill is posted without the number of the vendor's invoice.",
    )

    jxc_accrual_account_id = fields.Many2one(
        "account.account",
        "Accrual Account",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="Goods received and not billed at the end of a month. Left empty, the"
        " first accrual adds one under the payable account.",
    )

    _jxc_match_positive = models.Constraint(
        "CHECK (jxc_match_percent >= 0 AND jxc_match_amount >= 0"
        " AND jxc_match_quantity_percent >= 0)",
        "A tolerance is not less than zero.",
    )

    # --- accruals (P9) ----------------------------------------------------------------

    def _jxc_accrual_account(self):
        """The account of goods received and not billed; made when first needed."""
        self.ensure_one()
        if not self.jxc_accrual_account_id:
            # Once, and by nobody's right to make accounts.
            self.sudo().jxc_accrual_account_id = self.sudo()._jxc_add_accrual_account()
        return self.jxc_accrual_account_id

    def _jxc_add_accrual_account(self):
        accounts = self.env["account.account"].with_company(self)
        payable = accounts.search(
            [
                *accounts._check_company_domain(self),
                ("account_type", "=", "liability_payable"),
            ],
            order="code",
            limit=1,
        )
        code = accounts._search_new_account_code(f"{payable.code or '2202'}00")
        return accounts.create(
            {
                "code": code,
                "name": self.env._("Payables for Goods Not Billed"),
                "account_type": "liability_current",
                "company_ids": [fields.Command.link(self.root_id.id)],
            }
        )

    def _jxc_accrual_journal(self):
        """The stock's journal, or else the first one for entries."""
        self.ensure_one()
        journals = self.env["account.journal"]
        return self.account_stock_journal_id or journals.search(
            [*journals._check_company_domain(self), ("type", "=", "general")], limit=1
        )

    def _jxc_closing_since(self, day):
        """The host's closing of stock on this day or later, if it is in the books."""
        self.ensure_one()
        key = f"{self.id}.stock_valuation_closing_ids"
        ids = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        closings = self.env["account.move"].browse(
            int(one) for one in ids.split(",") if one
        )
        return closings.exists().filtered(
            lambda move: move.state == "posted" and move.date >= day
        )[:1]

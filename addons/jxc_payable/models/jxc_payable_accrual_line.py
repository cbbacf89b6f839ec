from odoo import fields, models


class JxcPayableAccrualLine(models.Model):
    """What is accrued of an order line; a copy, which stays as it was posted."""

    _name = "jxc.payable.accrual.line"
    _description = "Accrual Line"
    _order = "partner_id, id"
    _check_company_auto = True

    accrual_id = fields.Many2one(
        "jxc.payable.accrual",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="accrual_id.company_id", store=True, index=True
    )
    order_line_id = fields.Many2one(
        "purchase.order.line",
        "Order Line",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
    )
    order_id = fields.Many2one(related="order_line_id.order_id")
    concession_id = fields.Many2one(
        "jxc.inspection.line", "Concession", readonly=True, check_company=True
    )
    partner_id = fields.Many2one("res.partner", "Vendor", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    date_received = fields.Date("Last Receipt", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, readonly=True)
    price = fields.Float("Net Price", digits="Product Price", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount_currency = fields.Monetary("Amount in Currency", readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        "Not Billed", currency_field="company_currency_id", readonly=True
    )

    def _jxc_key(self):
        """What is compared with the list, to see whether the books moved on."""
        return (
            self.order_line_id.id,
            self.concession_id.id,
            self.currency_id.id,
            self.currency_id.round(self.amount_currency),
        )

    def _jxc_account(self):
        """The account on which the bill of these goods will be."""
        self.ensure_one()
        company = self.company_id
        product = self.product_id.with_company(company)
        position = self.order_id.fiscal_position_id
        accounts = product.product_tmpl_id.get_product_accounts(fiscal_pos=position)
        moves = self.order_line_id.sudo().move_ids
        stocked = product.is_storable and not any(moves.mapped("is_dropship"))
        if stocked and product.valuation == "real_time" and accounts["stock_valuation"]:
            return accounts["stock_valuation"]
        return accounts["expense"] or company.expense_account_id

    def _jxc_entry_values(self):
        """Debits of the goods, line by line, and credits by vendor and currency."""
        owed, values = {}, []
        for line in self:
            values.append(
                {
                    "account_id": line._jxc_account().id,
                    "partner_id": line.partner_id.id,
                    "product_id": line.product_id.id,
                    "name": f"{line.order_id.name}: {line.product_id.display_name}"
                    f" {line.quantity:.10g} × {line.price:.10g}",
                    "analytic_distribution": line.order_line_id.analytic_distribution,
                    "currency_id": line.currency_id.id,
                    "amount_currency": line.amount_currency,
                    "balance": line.amount,
                    "tax_ids": [fields.Command.clear()],
                }
            )
            key = line.partner_id.commercial_partner_id, line.currency_id
            money, balance = owed.get(key, (0.0, 0.0))
            owed[key] = money - line.amount_currency, balance - line.amount
        account = self.company_id._jxc_accrual_account()
        for (partner, currency), (money, balance) in owed.items():
            values.append(
                {
                    "account_id": account.id,
                    "partner_id": partner.id,
                    "name": self.env._("Goods received, not billed"),
                    "currency_id": currency.id,
                    "amount_currency": currency.round(money),
                    "balance": self.company_id.currency_id.round(balance),
                    "tax_ids": [fields.Command.clear()],
                }
            )
        return values

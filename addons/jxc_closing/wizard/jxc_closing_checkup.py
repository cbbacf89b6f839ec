from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.jxc_base import xlsx
from odoo.addons.jxc_costing.models.jxc_cost_ledger import BEGINNING

#: So many products are shown; the workbook has all.
MOST = 200
ACCOUNTANT = "jxc_base.group_jxc_finance_accountant"


class JxcClosingCheckup(models.TransientModel):
    """体检: what does not add up, with proof, and the offer to mend it (T5)."""

    _name = "jxc.closing.checkup"
    _description = "Check-Up of Stock Costs"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    moment = fields.Datetime("Looked At", readonly=True)
    product_count = fields.Integer("Products Looked At", readonly=True)
    wrong_count = fields.Integer("Do Not Add Up", readonly=True)
    closed_until = fields.Date(readonly=True)
    since = fields.Date(
        "Recompute Since",
        help="Left empty: from the beginning, or from the first open month.",
    )
    line_ids = fields.One2many(
        "jxc.closing.checkup.line",
        "checkup_id",
        "Products",
        domain=[("product_id", "!=", False)],
        readonly=True,
    )
    account_ids = fields.One2many(
        "jxc.closing.checkup.line",
        "checkup_id",
        "Stock Accounts",
        domain=[("account_id", "!=", False)],
        readonly=True,
    )

    def _compute_display_name(self):
        self.display_name = self.env._("Check-Up of Stock Costs")

    @api.model
    def action_start(self):
        """Look at the company's stock and show what was found."""
        checkup = self.create({})
        checkup.action_look()
        return checkup._jxc_screen()

    def _jxc_screen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check-Up of Stock Costs"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_look(self):
        """Look again."""
        self.ensure_one()
        self._jxc_check_access()
        proof = self._jxc_proof()
        wrong = [row for row in proof if row["wrong"]]
        company = self.company_id.sudo()
        lines = self.env["jxc.closing.checkup.line"].sudo()
        lines.search([("checkup_id", "=", self.id)]).unlink()
        lines.create(
            [
                {
                    "checkup_id": self.id,
                    "product_id": row["product_id"],
                    "came": row["came"],
                    "went": row["went"],
                    "there": row["there"],
                    "quantity": row["quantity"],
                    "amount": row["amount"],
                    "wrong": self._jxc_words(row),
                }
                for row in wrong[:MOST]
            ]
            + self._jxc_account_lines()
        )
        self.sudo().write(
            {
                "moment": fields.Datetime.now(),
                "product_count": len(proof),
                "wrong_count": len(wrong),
                "closed_until": company.jxc_closed_until,
            }
        )
        return True

    def action_mend(self):
        """Compute the ledger of these products again, and look again.

        Closed months stay as they are.
        """
        self.ensure_one()
        self._jxc_check_access()
        wrong = [row["product_id"] for row in self._jxc_proof() if row["wrong"]]
        moment = BEGINNING
        if self.since:
            before = fields.Date.subtract(self.since, days=1)
            moment = self.env["jxc.cost.ledger"].moment_after(self.company_id, before)
        products = self.env["product.product"].sudo().browse(wrong)
        if products:
            moments = dict.fromkeys(products, moment)
            self.env["jxc.cost.ledger"].restate(self.company_id, moments)
        return self.action_look()

    def _jxc_check_access(self):
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(self.env._("Only an accountant looks at what costs are."))
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(self.env._("This is a company of other people."))

    def _jxc_proof(self):
        return self.env["jxc.cost.proof"].sudo().of(self.company_id)

    def _jxc_words(self, row):
        words = {
            "moves": self.env._("in − out is not what the ledger has"),
            "quants": self.env._("the shelves are not what the ledger has"),
            "no_quantity": self.env._("an amount without a quantity"),
            "negative": self.env._("below nothing"),
            "closed": self.env._("a closed month is not as it was closed"),
        }
        return "; ".join(words[code] for code in row["wrong"])

    def _jxc_account_lines(self):
        """The stock accounts by the end of the last closed month, and now."""
        company = self.company_id.sudo()
        found = []
        for day in (company.jxc_closed_until, company._jxc_today()):
            if day:
                found += self._jxc_accounts_on(company, day)
        return found

    def _jxc_accounts_on(self, company, day):
        closing = self.env["jxc.closing"].sudo().new({"company_id": company.id})
        apart = closing._jxc_apart(day)
        has = closing._jxc_account_balances(day)
        accounts = self.env["account.account"].browse(has)
        return [
            {
                "checkup_id": self.id,
                "account_id": account.id,
                "day": day,
                "booked": float(has.get(account.id, 0)),
                "amount": float(has.get(account.id, 0) + apart.get(account, 0)),
                "apart": float(apart.get(account, 0)),
                "wrong": self._jxc_account_words(company, day, apart.get(account)),
            }
            for account in accounts | self.env["account.account"].concat(*apart)
        ]

    def _jxc_account_words(self, company, day, apart):
        if not apart:
            return False
        if day == company.jxc_closed_until:
            return self.env._("the account is not what was closed")
        return self.env._("the next closing books it")

    # --- Excel ------------------------------------------------------------------------

    def _workbook(self):
        """:return: name and bytes of the workbook"""
        self._jxc_check_access()
        title = self.env._("Check-Up of Stock Costs")
        sheets = [self._product_sheet(title), self._account_sheet(title)]
        return title, xlsx.workbook(sheets)

    def _facts(self):
        moment = fields.Datetime.context_timestamp(self, self.moment or datetime.now())
        return [f"{self.company_id.display_name} · {moment:%Y-%m-%d %H:%M}"]

    def _product_sheet(self, title):
        heads = [
            (self.env._("Product"), "text"),
            (self.env._("In"), "number"),
            (self.env._("Out"), "number"),
            (self.env._("In − Out"), "number"),
            (self.env._("On the Shelves"), "number"),
            (self.env._("In the Ledger"), "number"),
            (self.env._("Ledger Amount"), "amount"),
            (self.env._("Closed Amount"), "amount"),
            (self.env._("Amount Kept at Closing"), "amount"),
            (self.env._("What Is Wrong"), "text"),
        ]
        proof = self._jxc_proof()
        products = self.env["product.product"].browse(r["product_id"] for r in proof)
        names = {product.id: product.display_name for product in products}
        rows = [
            [
                names[row["product_id"]],
                float(row["came"]),
                float(row["went"]),
                float(row["came"] - row["went"]),
                float(row["there"]),
                float(row["quantity"]),
                float(row["amount"]),
                float(row["closed_amount"]),
                float(row["snapshot_amount"]),
                self._jxc_words(row),
            ]
            for row in proof
        ]
        return xlsx.Sheet(self.env._("Products"), title, self._facts(), heads, rows)

    def _account_sheet(self, title):
        heads = [
            (self.env._("Account"), "text"),
            (self.env._("Day"), "date"),
            (self.env._("Ledger Amount"), "amount"),
            (self.env._("In the Books"), "amount"),
            (self.env._("Difference"), "amount"),
            (self.env._("What Is Wrong"), "text"),
        ]
        rows = [
            [
                line.account_id.display_name,
                line.day,
                line.amount,
                line.booked,
                line.apart,
                line.wrong or "",
            ]
            for line in self.account_ids
        ]
        name = self.env._("Stock Accounts")
        return xlsx.Sheet(name, title, self._facts(), heads, rows)

    def action_workbook(self):
        """All products, whether they add up or not, as a workbook."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/jxc/checkup/{self.id}.xlsx"}

from odoo import api, fields, models

from ..closing_sql import query
from .jxc_closing_check import BLOCKING

#: Of a find so many records are shown.
MOST = 1000


class JxcClosing(models.Model):
    """What is looked at before a month is closed.

    Each ``_check_…`` returns (how many were found, their amount, model, domain).
    """

    _inherit = "jxc.closing"

    def action_check(self):
        """Look at everything; a month in which nothing must be mended is checked."""
        self.check_access("write")
        self._jxc_check_not_closed()
        for one in self:
            one.sudo()._jxc_with_accounts()._jxc_check_all()
        return True

    def _jxc_check_all(self):
        self.ensure_one()
        # Everything in order is a line as well: it says that it was looked at.
        found = {code: getattr(self, f"_check_{code}")() for code in BLOCKING}
        self.check_ids.unlink()
        self.env["jxc.closing.check"].create(
            [
                {
                    "closing_id": self.id,
                    "code": code,
                    "count": count,
                    "amount": amount,
                    "res_model": model,
                    "domain": domain,
                }
                for code, (count, amount, model, domain) in found.items()
            ]
        )
        blocked = "blocked" in self.check_ids.mapped("verdict")
        self.state = "open" if blocked else "checked"

    # --- the month itself -------------------------------------------------------------

    def _check_over(self):
        early = self.company_id._jxc_today() <= self.date_to
        return int(early), 0, self._name, [("id", "=", self.id)]

    def _check_previous(self):
        """Months are closed one after the other; the first may be any."""
        last = self.company_id.jxc_closed_until
        gap = bool(last) and fields.Date.add(last, days=1) != self.month
        domain = [("company_id", "=", self.company_id.id)]
        return int(gap), 0, self._name, domain

    def _check_accounts(self):
        lacking = self._jxc_lacking_accounts()
        ids = lacking[:MOST].ids
        domain = [("id", "in", ids)]
        if not self.company_id.account_stock_journal_id:
            return 1, 0, "account.journal", [("type", "=", "general")]
        return len(lacking), 0, "product.product", domain

    def _check_locked(self):
        locks = self.company_id._get_violated_lock_dates(
            self.date_to, False, self.company_id.account_stock_journal_id
        )
        return len(locks), 0, self._name, [("id", "=", self.id)]

    # --- documents --------------------------------------------------------------------

    def _check_missing(self):
        """Goods with a history that the ledger does not know."""
        moves = self.env["stock.move"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                "|",
                ("is_in", "=", True),
                ("is_out", "=", True),
                ("product_id.is_storable", "=", True),
                ("date", "<", self._jxc_end()),
            ],
            ["product_id"],
        )
        ids = {product.id for (product,) in moves}
        if ids:
            ids -= self.env["jxc.cost.ledger"].known(self.company_id, list(ids))
        domain = [("id", "in", sorted(ids)[:MOST])]
        return len(ids), 0, "product.product", domain

    def _check_documents(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "draft"),
            ("date", ">=", fields.Date.to_string(self.month)),
            ("date", "<=", fields.Date.to_string(self.date_to)),
            "|",
            ("line_ids.product_id.is_storable", "=", True),
            ("line_ids.account_id", "in", self.company_id._jxc_stock_accounts().ids),
        ]
        return self._jxc_found("account.move", domain)

    def _check_pickings(self):
        domain = [
            ("company_id", "=", self.company_id.id),
            ("state", "in", ["confirmed", "waiting", "assigned"]),
            ("scheduled_date", ">=", fields.Datetime.to_string(self._jxc_begin())),
            ("scheduled_date", "<", fields.Datetime.to_string(self._jxc_end())),
        ]
        return self._jxc_found("stock.picking", domain)

    # --- the ledger -------------------------------------------------------------------

    def _check_negative_end(self):
        """Of those at standard cost the amount is right below nothing too."""
        short = {
            product: amount
            for product, quantity, amount in self._jxc_strange()
            if quantity < 0 and not self._jxc_at_standard(product)
        }
        domain = [("id", "in", list(short)[:MOST])]
        return len(short), sum(short.values()), "product.product", domain

    def _check_negative(self):
        return self._jxc_found_rows([("running_quantity", "<", 0)])

    def _check_zero_cost(self):
        return self._jxc_found_rows(
            [("quantity", ">", 0), ("amount", "=", 0), ("variance", "=", 0)]
        )

    def _check_unbilled(self):
        """What is received and in no bill, by the end of the month."""
        ledger, books = self._jxc_flows()
        left = sum(
            amount
            for flow, amount in self._jxc_missing(ledger, books).items()
            if flow.kind == "purchase"
        )
        return (
            int(bool(left)),
            float(left),
            "jxc.cost.row",
            self._jxc_rows_domain([("move_id.location_id.usage", "=", "supplier")]),
        )

    def _check_no_quantity(self):
        left = {
            product: amount
            for product, quantity, amount in self._jxc_strange()
            if not quantity
        }
        domain = [("id", "in", list(left)[:MOST])]
        return len(left), sum(left.values()), "product.product", domain

    def _check_moves(self):
        rows = self.env["jxc.cost.proof"].of(self.company_id, self._jxc_end())
        return self._jxc_found_products(
            [row for row in rows if "moves" in row["wrong"]]
        )

    def _check_quants(self):
        """The shelves are those of now, and so is the ledger here."""
        rows = self.env["jxc.cost.proof"].of(self.company_id)
        return self._jxc_found_products(
            [row for row in rows if "quants" in row["wrong"]]
        )

    # --- the books --------------------------------------------------------------------

    def _check_opening(self):
        found = self._jxc_opening()
        return (
            len(found),
            float(sum(found.values())),
            "account.move.line",
            [
                ("account_id", "in", [account.id for account in found]),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<", fields.Date.to_string(self.month)),
            ],
        )

    def _check_entries(self):
        rows = self.env.execute_query(query("stray", **self._jxc_month_values()))
        amount = sum(float(balance) for _line, balance in rows)
        domain = [("id", "in", [line for line, _balance in rows[:MOST]])]
        return len(rows), amount, "account.move.line", domain

    # --- helpers ----------------------------------------------------------------------

    def _jxc_strange(self):
        """[(product id, quantity, amount)] of scopes below nothing, or of no quantity.

        A lot or a warehouse may be below nothing where the product is not.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            query("strange", company=self.company_id.id, last=self.date_to)
        )
        return [
            (product, float(quantity), float(amount))
            for product, quantity, amount in rows
        ]

    def _jxc_at_standard(self, product):
        product = self.env["product.product"].browse(product)
        return product._jxc_costing_method(self.company_id) == "standard"

    def _jxc_found(self, model, domain):
        return self.env[model].search_count(domain), 0, model, domain

    def _jxc_found_products(self, rows):
        amount = float(sum(row["amount"] for row in rows))
        domain = [("id", "in", [row["product_id"] for row in rows[:MOST]])]
        return len(rows), amount, "product.product", domain

    def _jxc_rows_domain(self, domain):
        return [
            ("company_id", "=", self.company_id.id),
            ("date", ">=", fields.Date.to_string(self.month)),
            ("date", "<=", fields.Date.to_string(self.date_to)),
            *domain,
        ]

    def _jxc_found_rows(self, domain):
        return self._jxc_found("jxc.cost.row", self._jxc_rows_domain(domain))

    @api.private
    def blocking_checks(self):
        """The names of what must be mended before the month can be closed."""
        names = dict(self.check_ids._fields["code"]._description_selection(self.env))
        blocked = self.check_ids.filtered(lambda check: check.verdict == "blocked")
        return [names[check.code] for check in blocked]

from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..closing_sql import query
from ..logic.vouchers import KINDS, VARIANCE, Flow, lines, missing, totals


class _Accounts(dict):
    """The accounts of products, as one closing found them; of a type of its own, so
    that no client can say what they are."""


class JxcClosing(models.Model):
    """What the stock accounts have of the ledger, and the vouchers of the rest.

    The documents of a month book most of it themselves: bills, invoices, losses. A
    closing never books that again: it takes what the ledger says of a kind of movement,
    takes off what is on the accounts by documents of that kind, and books the rest.
    """

    _inherit = "jxc.closing"

    # --- the month in time ------------------------------------------------------------

    def _jxc_begin(self):
        """The first moment of the month, in UTC."""
        zone = pytz.timezone(self.company_id._jxc_zone())
        start = zone.localize(datetime.combine(self.month, datetime.min.time()))
        return start.astimezone(pytz.UTC).replace(tzinfo=None)

    def _jxc_end(self):
        """The first moment after the month, in UTC."""
        return self.env["jxc.cost.ledger"].moment_after(self.company_id, self.date_to)

    def _jxc_first_day(self):
        """Since when the vouchers count: what came before was closed, or the first
        closing books it with the month, each kind as what it is."""
        closed = self.search_count(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "closed"),
                ("month", "<", self.month),
            ],
            limit=1,
        )
        return self.month if closed else date(1900, 1, 1)

    def _jxc_month_values(self):
        return {
            "company": self.company_id.id,
            "accounts": self.company_id._jxc_stock_accounts().ids,
            "first": self._jxc_first_day(),
            "last": self.date_to,
            "purchases": self._jxc_purchase_entries(),
        }

    def _jxc_purchase_entries(self):
        """A condition on ``entry``: journal entries that are about purchases.

        Who books goods with entries that are no bills adds his own.
        """
        return SQL("false")

    # --- amounts ----------------------------------------------------------------------

    def _jxc_flows(self):
        """({flow: what the ledger says}, {flow: what the accounts have}), of the month
        and of all that was never closed."""
        values = self._jxc_month_values()
        self.env.flush_all()
        said = self.env.execute_query(query("ledger", **values))
        has = self.env.execute_query(query("books", **values))
        products = {row[1] for row in said} | {row[1] for row in has}
        accounts = self._jxc_accounts(products)
        ledger, books = defaultdict(Decimal), defaultdict(Decimal)
        for kind, product, place, value, variance in said:
            stock = accounts[product]["stock"]
            counter = self._jxc_counter(kind, stock, place, accounts[product])
            ledger[Flow(kind, stock, counter)] += Decimal(value)
            if Decimal(variance):
                counter = accounts[product]["expense"]
                ledger[Flow(VARIANCE, stock, counter)] -= Decimal(variance)
        for kind, product, place, account, value in has:
            counter = self._jxc_counter(kind, account, place, accounts[product])
            books[Flow(kind, account, counter)] += Decimal(value)
        before = self._jxc_opening() if self._jxc_first_day() == self.month else {}
        for account, amount in before.items():
            counter = self._jxc_counter("opening", account.id, None, accounts[None])
            ledger[Flow("opening", account.id, counter)] += amount
        return ledger, books

    def _jxc_missing(self, ledger, books):
        return missing(ledger, books)

    def _jxc_opening(self):
        """{account: what the ledger has more than it before the month}"""
        day = self.month - timedelta(days=1)
        return self._jxc_apart(day)

    def _jxc_apart(self, day):
        """{account: what the ledger has more than it at the end of a day}"""
        self.env.flush_all()
        company = self.company_id.id
        rows = self.env.execute_query(query("balances", company=company, last=day))
        accounts = self._jxc_accounts({product for product, *_rest in rows})
        apart = defaultdict(Decimal)
        for product, _quantity, amount in rows:
            apart[accounts[product]["stock"]] += Decimal(amount)
        for account, balance in self._jxc_account_balances(day).items():
            apart[account] -= balance
        browse = self.env["account.account"].browse
        return {browse(account): left for account, left in apart.items() if left}

    def _jxc_account_balances(self, day):
        """{account id: its balance at the end of a day}, of the stock accounts."""
        rows = self.env.execute_query(
            query(
                "accounts",
                company=self.company_id.id,
                accounts=self.company_id._jxc_stock_accounts().ids,
                last=day,
            )
        )
        return {account: Decimal(balance) for account, balance in rows}

    # --- accounts ---------------------------------------------------------------------

    def _jxc_with_accounts(self):
        """This closing, which asks for the accounts of a product once."""
        # pylint: disable-next=context-overridden
        return self.with_context(jxc_closing_accounts=_Accounts())

    def _jxc_accounts(self, products):
        """{product id: its accounts}; None stands for lines without a product."""
        known = self.env.context.get("jxc_closing_accounts")
        if not isinstance(known, _Accounts):
            known = _Accounts()
        if missing := {None, *products} - known.keys():
            known.update(self._jxc_read_accounts(missing))
        return known

    def _jxc_read_accounts(self, products):
        company = self.company_id
        products = self.env["product.product"].browse(one for one in products if one)
        products = products.with_company(company)
        found = {None: self._jxc_product_accounts(products.browse())}
        groups = products.grouped(
            lambda p: (
                p.categ_id,
                p.product_tmpl_id.property_account_expense_id,
                p.company_id,
            )
        )
        for group in groups.values():
            accounts = self._jxc_product_accounts(group[:1])
            found.update(dict.fromkeys(group.ids, accounts))
        return found

    def _jxc_product_accounts(self, product):
        company = self.company_id
        usual = company.account_stock_valuation_id
        if not product:
            expense = company.expense_account_id
            return {"stock": usual.id, "expense": expense.id, "bills": False}
        accounts = product._get_product_accounts()
        stock = accounts["stock_valuation"] or usual
        expense = accounts["expense"] or company.expense_account_id
        # With periodic valuation the bill has debited the expense.
        bills = expense.id if product.valuation != "real_time" else False
        return {"stock": stock.id, "expense": expense.id, "bills": bills}

    def _jxc_counter(self, kind, stock, place, accounts):
        """The account against which a kind of movement is booked."""
        if kind == "purchase":
            return accounts["bills"] or "unbilled"
        if kind in ("sale", "variance"):
            return accounts["expense"]
        account = self.env["account.account"].browse(stock)
        usual = account.account_stock_variation_id.id or accounts["expense"]
        return place or usual

    def _jxc_lacking_accounts(self):
        """Products of the month of which something has no account."""
        values = self._jxc_month_values()
        self.env.flush_all()
        said = self.env.execute_query(query("ledger", **values))
        products = {product for _kind, product, *_rest in said}
        accounts = self._jxc_accounts(products)
        lacking = {
            product
            for product in products
            if not (accounts[product]["stock"] and accounts[product]["expense"])
        }
        return self.env["product.product"].browse(sorted(lacking))

    # --- vouchers ---------------------------------------------------------------------

    def _jxc_book(self):
        """Book what the accounts lack: one entry for each kind."""
        ledger, books = self._jxc_flows()
        found = self._jxc_missing(ledger, books)
        said, has, rest = totals(ledger), totals(books), totals(found)
        entries = self._jxc_entries(lines(found))
        self.env["jxc.closing.voucher"].create(
            [
                {
                    "closing_id": self.id,
                    "kind": kind,
                    "ledger_amount": float(said.get(kind, 0)),
                    "booked_amount": float(has.get(kind, 0)),
                    "amount": float(rest.get(kind, 0)),
                    "move_id": entries.get(kind, self.env["account.move"]).id,
                }
                for kind in KINDS
                if kind in said or kind in has
            ]
        )

    def _jxc_entries(self, balances):
        """{kind: the posted entry with these balances}"""
        company = self.company_id
        if any("unbilled" in entry for entry in balances.values()):
            unbilled = company._jxc_unbilled_account().id
            balances = {
                kind: _renamed(entry, "unbilled", unbilled)
                for kind, entry in balances.items()
            }
        field = self.env["jxc.closing.voucher"]._fields["kind"]
        names = dict(field._description_selection(self.env))
        kinds = [kind for kind in KINDS if balances.get(kind)]
        entries = (
            self.env["account.move"]
            .with_company(company)
            .create(
                [
                    {
                        "move_type": "entry",
                        "journal_id": company.account_stock_journal_id.id,
                        "date": self.date_to,
                        "ref": f"{names[kind]} {self.display_name}",
                        "line_ids": [
                            fields.Command.create(
                                {
                                    "account_id": account,
                                    "name": f"{names[kind]} {self.display_name}",
                                    "balance": float(balance),
                                    "tax_ids": [fields.Command.clear()],
                                }
                            )
                            for account, balance in balances[kind].items()
                        ],
                    }
                    for kind in kinds
                ]
            )
        )
        entries._post(soft=False)
        return dict(zip(kinds, entries, strict=True))

    def _jxc_prove_books(self):
        """The accounts have the ledger's amount now, or nothing is closed."""
        apart = self._jxc_apart(self.date_to)
        if apart:
            account, left = next(iter(apart.items()))
            raise UserError(
                self.env._(
                    "%(month)s: after its vouchers %(account)s is still %(left)s away"
                    " from the ledger. Nothing was closed.",
                    month=self.display_name,
                    account=account.display_name,
                    left=left,
                )
            )


def _renamed(entry, old, new):
    """The balances with one account under its real name."""
    entry = dict(entry)
    balance = entry.pop(old, None)
    if balance is not None:
        entry[new] = entry.get(new, Decimal(0)) + balance
    return entry

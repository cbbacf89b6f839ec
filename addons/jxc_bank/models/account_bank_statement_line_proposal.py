from collections import defaultdict
from decimal import Decimal

from odoo import Command, api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..logic.bank_file import account_number
from ..logic.names import plain_name
from ..logic.proposal import Open, propose, text_key

#: Accounts of what customers and vendors owe.
ITEM_TYPES = ("asset_receivable", "liability_payable")

#: What is read of a line to find out whose it is; an entry has many columns more.
FACTS = ["account_number", "amount", "company_id", "currency_id", "journal_id"]
FACTS += ["move_id", "partner_id", "partner_name", "payment_ref"]


class AccountBankStatementLineProposal(models.Model):
    """Who paid, or was paid, and for what."""

    _inherit = "account.bank.statement.line"

    def action_jxc_propose(self):
        """Look again at the lines that are open."""
        self._jxc_matchable()._jxc_propose()
        return True

    def _jxc_propose(self):
        """Write a proposal for each line; no item is proposed for two of them."""
        self.check_access("write")
        self.fetch(FACTS)
        self.move_id.fetch(["date"])
        proposals = {}
        for company, lines in self.grouped("company_id").items():
            lines = lines.sorted(lambda line: (line.date, line.id))
            found = lines._jxc_identify()
            partners = self.env["res.partner"].union(
                *(partner for partner, _account, _sure in found.values())
            )
            items = lines._jxc_open_items(company, partners)
            for line in lines:
                partner, account, sure = found[line]
                if account:
                    proposals[line] = line._jxc_account_values(account)
                elif partner:
                    proposals[line] = line._jxc_partner_values(partner, sure, items)
                else:
                    proposals[line] = line._jxc_unknown_values()
        self._jxc_store(proposals)

    def _jxc_unknown_values(self):
        return {
            "jxc_partner_id": False,
            "jxc_account_id": False,
            "jxc_item_ids": [Command.clear()],
            "jxc_certainty": "none",
            "jxc_reason": False,
            "jxc_rest_kind": False,
        }

    def _jxc_account_values(self, account):
        return self._jxc_unknown_values() | {
            "jxc_account_id": account.id,
            "jxc_certainty": "certain",
            "jxc_reason": "rule",
        }

    def _jxc_partner_values(self, partner, sure, items):
        """The proposal of a line; what it takes is taken off ``items``."""
        mine = items[partner.id, self.currency_id.id, self.amount > 0]
        amount = self._jxc_amount()
        found = propose(amount, self.payment_ref or "", mine.values())
        for key, share in found.shares:
            left = mine[key].amount - share
            mine[key] = mine[key]._replace(amount=left)
            if not left:
                del mine[key]
        return self._jxc_unknown_values() | {
            "jxc_partner_id": partner.id,
            "jxc_item_ids": [Command.set([key for key, _share in found.shares])],
            "jxc_certainty": "certain" if sure and found.certain else "likely",
            "jxc_reason": found.reason,
        }

    def _jxc_choice(self, partner):
        """The values when a person has chosen the partner (or none)."""
        if not partner:
            return self._jxc_unknown_values()
        line = self._origin or self
        items = line._jxc_open_items(line.company_id, partner)
        values = line._jxc_partner_values(partner, True, items)
        return values | {"jxc_certainty": "likely", "jxc_reason": "chosen"}

    def _jxc_amount(self):
        return Decimal(str(self.currency_id.round(abs(self.amount))))

    # --- who ------------------------------------------------------------------------

    def _jxc_keys(self):
        """What a line is known by: {kind: key}, the surest first."""
        self.ensure_one()
        keys = {
            "account": account_number(self.account_number or ""),
            "name": plain_name(self.partner_name),
            "text": text_key(self.payment_ref),
        }
        if keys["account"] or keys["name"]:
            # A text says nothing about the partner where there is one.
            keys.pop("text")
        return {kind: key for kind, key in keys.items() if key}

    def _jxc_identify(self):
        """The partner or the account of each line: (partner, account, sure)."""
        company = self.company_id.ensure_one()
        nobody = self.env["res.partner"]
        keys = {line: line._jxc_keys() for line in self}
        rules = {
            (rule.kind, rule.key, rule.money): rule
            for rule in self.env["jxc.bank.rule"].search(
                [
                    ("company_id", "=", company.id),
                    ("key", "in", [k for of in keys.values() for k in of.values()]),
                ]
            )
        }
        numbers = self._jxc_partners_of_numbers(company, keys)
        names = self._jxc_partners_of_names(company, keys)
        found = {}
        for line, of_line in keys.items():
            money = "in" if line.amount > 0 else "out"
            known = [rules.get((kind, key, money)) for kind, key in of_line.items()]
            rule = next(filter(None, known), None)
            if rule:
                found[line] = (rule.partner_id, rule.account_id, True)
                continue
            partner = line.partner_id.commercial_partner_id or numbers.get(
                of_line.get("account"), nobody
            )
            if not partner:
                same = names.get(of_line.get("name"), nobody)
                # Two partners of one name: nobody can tell.
                partner = same if len(same) == 1 else nobody
            found[line] = (partner, self.env["account.account"], bool(partner))
        return found

    @api.model
    def _jxc_partners_of_numbers(self, company, keys):
        wanted = {of.get("account") for of in keys.values()} - {None}
        if not wanted:
            return {}
        banks = self.env["res.partner.bank"].search(
            Domain("sanitized_acc_number", "in", list(wanted))
            & Domain("company_id", "in", [company.id, False])
            & Domain("partner_id", "!=", company.partner_id.id)
        )
        return {
            bank.sanitized_acc_number: bank.partner_id.commercial_partner_id
            for bank in banks
        }

    @api.model
    def _jxc_partners_of_names(self, company, keys):
        if not any(of.get("name") for of in keys.values()):
            return {}
        partners = self.env["res.partner"].search_fetch(
            Domain("parent_id", "=", False)
            & Domain("company_id", "in", [company.id, False])
            & (Domain("customer_rank", ">", 0) | Domain("supplier_rank", ">", 0)),
            ["name"],
        )
        found = defaultdict(self.env["res.partner"].browse)
        for partner in partners:
            found[plain_name(partner.name)] |= partner
        return found

    # --- for what -------------------------------------------------------------------

    def _jxc_item_domain(self, partner):
        """Open items that money of this direction settles."""
        outstanding = self.journal_id._jxc_outstanding_accounts()
        sign = ">" if self.amount > 0 else "<"
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("currency_id", "=", self.currency_id.id)
            & Domain("amount_residual_currency", sign, 0)
            & Domain("partner_id", "child_of", partner.commercial_partner_id.ids or [0])
            & self._jxc_account_domain(outstanding)
        )

    @api.model
    def _jxc_account_domain(self, outstanding):
        return Domain("account_id.reconcile", "=", True) & (
            Domain("account_id.account_type", "in", ITEM_TYPES)
            | Domain("account_id", "in", outstanding.ids)
        )

    def _jxc_open_items(self, company, partners):
        """{(partner, currency, money in): {item: Open}} of these partners, by one
        statement: there may be very many."""
        outstanding = self.journal_id._jxc_outstanding_accounts()
        found = defaultdict(dict)
        if not partners:
            return found
        rows = self._jxc_item_rows(
            Domain("company_id", "=", company.id)
            & Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", False)
            & Domain("partner_id", "child_of", partners.ids)
            & Domain("amount_residual_currency", "!=", 0)
            & self._jxc_account_domain(outstanding)
        )
        for item, partner, currency, account, due, residual, *names in rows:
            amount = Decimal(residual)
            found[partner, currency, amount > 0][item] = Open(
                item,
                due,
                abs(amount),
                tuple(filter(None, names)),
                account in outstanding.ids,
            )
        return found

    @api.model
    def _jxc_item_rows(self, domain):
        """What is read of open items; the amounts as text, to the cent."""
        items = self.env["account.move.line"]
        query = items._search(domain)
        of_item, columns = query.table, {}
        for model, link, names in (
            ("account.move", "move_id", ("name", "ref", "payment_reference")),
            ("res.partner", "partner_id", ("commercial_partner_id",)),
        ):
            records = self.env[model].sudo()
            alias = query.join(of_item, link, records._table, "id", link)
            for name in names:
                columns[name] = records._field_to_sql(alias, name, query)
        residual = items._field_to_sql(of_item, "amount_residual_currency", query)
        due, day = (
            items._field_to_sql(of_item, name, query)
            for name in ("date_maturity", "date")
        )
        return self.env.execute_query(
            query.select(
                SQL.identifier(of_item, "id"),
                columns.pop("commercial_partner_id"),
                items._field_to_sql(of_item, "currency_id", query),
                items._field_to_sql(of_item, "account_id", query),
                SQL("COALESCE(%s, %s)", due, day),
                SQL("%s::text", residual),
                *columns.values(),
            )
        )

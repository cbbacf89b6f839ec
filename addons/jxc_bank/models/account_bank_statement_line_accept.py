
from odoo import Command, models
from odoo.exceptions import UserError


class AccountBankStatementLineAccept(models.Model):
    """From the proposal to the books, and back."""

    _inherit = "account.bank.statement.line"

    def action_jxc_accept(self):
        """Book the lines as proposed or chosen: each as a whole, all or none."""
        self.check_access("write")
        lines = self._jxc_matchable()
        self.env["jxc.lock"].acquire(lines._jxc_lock_keys())
        lines.jxc_item_ids.invalidate_recordset()
        lines._jxc_learn()
        pairs, used = [], self.env["account.move.line"]
        for line in lines.sorted(lambda line: (line.date, line.id)):
            if line.jxc_item_ids & used:
                # What an item has left is known when the lines before are matched.
                used._jxc_reconcile_pairs(pairs)
                pairs, used = [], used.browse()
            pairs += line._jxc_book()
            used |= line.jxc_item_ids
        if pairs:
            used._jxc_reconcile_pairs(pairs)
        items = lines.line_ids
        (items.matched_debit_ids | items.matched_credit_ids)._jxc_trace()
        lines._jxc_trace_rest()
        return True

    def action_jxc_accept_certain(self):
        """Look at all open lines again and book those that are certain."""
        lines = self.search(
            [
                ("is_reconciled", "=", False),
                ("jxc_import_key", "!=", False),
                ("company_id", "in", self.env.companies.ids),
                # What a person has chosen is his to accept.
                ("jxc_reason", "!=", "chosen"),
            ]
        )
        lines._jxc_propose()
        certain = lines.filtered(lambda line: line.jxc_certainty == "certain")
        certain.action_jxc_accept()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "%(done)s bank lines were matched; %(left)s are left to look at.",
                    done=len(certain),
                    left=len(lines) - len(certain),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_jxc_undo(self):
        """Open the lines again; the documents keep a trace of it."""
        self.check_access("write")
        lines = self.filtered("is_reconciled")
        items = lines.line_ids
        self.env["jxc.lock"].acquire(
            {
                item.partner_id._jxc_settlement_key(item.account_id)
                for item in items
                if item.partner_id and item.account_id.reconcile
            }
        )
        (items.matched_debit_ids | items.matched_credit_ids)._jxc_trace(undone=True)
        lines._jxc_trace_rest(undone=True)
        for line in lines:
            line.action_undo_reconciliation()
        lines._jxc_propose()
        return True

    def _jxc_matchable(self):
        """Lines that are open, in the currency of their account."""
        return self.filtered(
            lambda line: not line.is_reconciled and not line.foreign_currency_id
        )

    # --- one line -------------------------------------------------------------------

    def _jxc_lock_keys(self):
        return {
            line.jxc_partner_id._jxc_settlement_key(account)
            for line in self
            for account in line.jxc_item_ids.account_id
        }

    def _jxc_book(self):
        """Put the items of what is settled into the entry; the pairs to match."""
        self.ensure_one()
        self._jxc_check_choice()
        # The host takes the line's partner from the items.
        partner = {"partner_id": self.jxc_partner_id.commercial_partner_id.id}
        shares = self._jxc_shares()
        bank, other = self._prepare_move_line_default_vals()
        others = self._jxc_counterparts(other | partner, shares)
        self.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.clear(),
                    *map(Command.create, [bank | partner, *others]),
                ]
            }
        )
        return self._jxc_pairs(shares)

    def _jxc_check_choice(self):
        """Refuse what is missing, and items that are not open for this line."""
        if not self.jxc_partner_id and not self.jxc_account_id:
            raise UserError(
                self.env._(
                    "Choose a partner or an account for %(line)s first.",
                    line=self.payment_ref or self.display_name,
                )
            )
        self._jxc_check_rest()
        if not self.jxc_item_ids:
            return
        there = self.jxc_item_ids.filtered_domain(
            self._jxc_item_domain(self.jxc_partner_id)
        )
        if gone := self.jxc_item_ids - there:
            raise UserError(
                self.env._(
                    "%(document)s is no longer open for %(line)s. Propose again, or "
                    "choose other items.",
                    document=gone[0].move_id.display_name,
                    line=self.payment_ref or self.display_name,
                )
            )

    def _jxc_shares(self):
        """What of each item this line settles, the oldest first: {item: Decimal}."""
        # What is written off settles as money does.
        left, shares = self._jxc_amount() + max(self._jxc_written_off(), 0), {}
        items = self.jxc_item_ids.sorted(lambda i: (i.date_maturity or i.date, i.id))
        for item in items:
            share = min(left, self._jxc_residual(item))
            if share:
                shares[item] = share
                left -= share
        return shares

    def _jxc_counterparts(self, values, shares):
        """The items against the bank's: one for each account, the rest last; what
        rounding left goes to the first."""
        of_account, rest_account = {}, None
        for item, share in shares.items():
            account = item.account_id
            of_account[account] = of_account.get(account, 0) + share
        total = self._jxc_amount()
        if left := total - sum(of_account.values()):
            if self.jxc_rest_kind:
                account = rest_account = self._jxc_rest_account(-left)
            else:
                account = self.jxc_account_id or self._jxc_partner_account()
            of_account[account] = of_account.get(account, 0) + left
        own = self.company_id.currency_id
        balance = values.pop("debit") - values.pop("credit")
        sign = -1 if self.amount > 0 else 1
        found = [
            {
                **values,
                "account_id": account.id,
                "amount_currency": sign * float(share),
                "balance": own.round(balance * float(share / total)),
            }
            for account, share in of_account.items()
        ]
        off = balance - sum(one["balance"] for one in found)
        found[0]["balance"] = own.round(found[0]["balance"] + off)
        if rest_account:
            found[-1] = self._jxc_mark_rest(found[-1])
        return found

    def _jxc_partner_account(self):
        """Where an advance of the partner goes."""
        partner = self.jxc_partner_id.with_company(self.company_id)
        customer, vendor = partner.customer_rank > 0, partner.supplier_rank > 0
        receivable = self.amount > 0 if customer == vendor else customer
        return (
            partner.property_account_receivable_id
            if receivable
            else partner.property_account_payable_id
        )

    def _jxc_pairs(self, shares):
        own = {item.account_id: item for item in self._seek_for_lines()[2]}
        pairs = []
        for item, share in shares.items():
            two = (item, own[item.account_id])
            debit, credit = two if self.amount > 0 else two[::-1]
            pairs.append((debit, credit, float(share)))
        return pairs

    # --- learning -------------------------------------------------------------------

    def _jxc_learn(self):
        """Keep what was chosen and would not have been proposed by itself."""
        rules = self.env["jxc.bank.rule"]
        for company, lines in self.grouped("company_id").items():
            found = lines._jxc_identify()
            for line in lines:
                partner, account, _sure = found[line]
                keys = line._jxc_keys()
                choice = (line.jxc_partner_id, line.jxc_account_id)
                if not keys or not any(choice) or choice == (partner, account):
                    continue
                kind, key = next(iter(keys.items()))
                money = "in" if line.amount > 0 else "out"
                facts = {
                    "company_id": company.id,
                    "kind": kind,
                    "key": key,
                    "money": money,
                }
                rule = rules.search([(n, "=", v) for n, v in facts.items()])
                values = {
                    "partner_id": line.jxc_partner_id.commercial_partner_id.id,
                    "account_id": line.jxc_account_id.id,
                }
                if rule:
                    rule.write(values)
                else:
                    rules.create(facts | values)

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..exceptions import CannotBeBooked
from .account_bank_statement_line_proposal import ITEM_TYPES

#: Lines that are booked together: enough to share what is done once, and few enough
#: for the host, which compares every match with every exchange difference.
AT_ONCE = 200
#: Lines of one request: it ends well within what a worker may take (ADR 0051).
AT_MOST = 1000


class AccountBankStatementLineAccept(models.Model):
    """From the proposal to the books, and back."""

    _inherit = "account.bank.statement.line"

    def action_jxc_accept(self):
        """Book the lines as proposed or chosen: each as a whole, all or none."""
        self.check_access("write")
        lines = self._jxc_matchable().sorted(lambda line: (line.date, line.id))
        if len(lines) > AT_MOST:
            raise UserError(
                self.env._(
                    "%(count)s bank lines are too many to be matched at once. Choose "
                    "%(most)s at most.",
                    count=len(lines),
                    most=AT_MOST,
                )
            )
        self.env["jxc.lock"].acquire(lines._jxc_lock_keys())
        lines.jxc_item_ids.invalidate_recordset()
        lines._jxc_learn()
        for start in range(0, len(lines), AT_ONCE):
            lines[start : start + AT_ONCE].with_prefetch()._jxc_settle()
        return True

    def action_jxc_accept_certain(self):
        """Look at all open lines again and book those that are certain, the oldest
        first; of very many, as much as a request can do, and it says so."""
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
        certain = certain.sorted(lambda line: (line.date, line.id))
        certain[:AT_MOST].with_prefetch().action_jxc_accept()
        return self._jxc_accepted(len(lines), len(certain))

    def _jxc_accepted(self, count, certain):
        """What came of ``count`` open lines, ``certain`` of which were certain."""
        done = min(certain, AT_MOST)
        message = self.env._(
            "%(done)s bank lines were matched; %(left)s are left to look at.",
            done=done,
            left=count - certain,
        )
        if done < certain:
            message += " " + self.env._(
                "%s more are certain: press the button again.", certain - done
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
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

    # --- booking --------------------------------------------------------------------

    def _jxc_lock_keys(self):
        return {
            line.jxc_partner_id._jxc_settlement_key(account)
            for line in self
            for account in line.jxc_item_ids.account_id
        }

    def _jxc_settle(self):
        """Book these lines and match their items; the line that cannot be is named."""
        try:
            with self.env.cr.savepoint():
                if pairs := self._jxc_book():
                    self.jxc_item_ids._jxc_reconcile_pairs(pairs)
                items = self.line_ids
                (items.matched_debit_ids | items.matched_credit_ids)._jxc_trace()
                self._jxc_trace_rest()
        except (AccessError, CannotBeBooked):
            raise
        except UserError as error:
            if len(self) > 1:
                for line in self:
                    line._jxc_settle()
                return
            raise CannotBeBooked(
                self.env._(
                    "%(line)s cannot be booked: %(reason)s",
                    line=self._jxc_named(),
                    reason=error,
                )
            ) from error

    def _jxc_named(self):
        """What a person knows a line by."""
        self.ensure_one()
        facts = (format_date(self.env, self.date), self.partner_name, self.payment_ref)
        return " ".join(filter(None, facts))

    def _jxc_check_choice(self, left):
        """Refuse what is missing, and items that are not open for this line.

        :param left: what of the items is open for this line: ``{item: Decimal}``
        """
        if not self.jxc_partner_id and not self.jxc_account_id:
            raise CannotBeBooked(
                self.env._(
                    "Choose a partner or an account for %(line)s first.",
                    line=self.payment_ref or self.display_name,
                )
            )
        self._jxc_check_rest()
        for item in self.jxc_item_ids:
            if not left.get(item) or not self._jxc_fits(item):
                raise CannotBeBooked(
                    self.env._(
                        "%(document)s is no longer open for %(line)s. Propose again, "
                        "or choose other items.",
                        document=item.move_id.display_name,
                        line=self.payment_ref or self.display_name,
                    )
                )

    def _jxc_fits(self, item):
        """The same as :meth:`_jxc_item_domain`, of an item that is at hand."""
        account, owner = item.account_id, item.partner_id
        whose = self.jxc_partner_id.commercial_partner_id
        while owner and owner != whose:
            owner = owner.parent_id
        return (
            bool(owner)
            and item.company_id == self.company_id
            and item.parent_state == "posted"
            and not item.reconciled
            and item.currency_id == self.currency_id
            and (item.amount_residual_currency > 0) == (self.amount > 0)
            and account.reconcile
            and (
                account.account_type in ITEM_TYPES
                or account in self.journal_id._jxc_outstanding_accounts()
            )
        )

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

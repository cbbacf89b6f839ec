from decimal import Decimal

from odoo import models

#: The host's own keys: what is written together is checked and balanced together, and
#: the line is told by us what its entry says.
TOGETHER = {
    "force_delete": True,
    "skip_account_move_synchronization": True,
    "skip_readonly_check": True,
}


class AccountBankStatementLineBook(models.Model):
    """The entries of many lines, written at once."""

    _inherit = "account.bank.statement.line"

    def _jxc_book(self):
        """Put what the lines settle into their entries, instead of what is pending.

        :return: pairs to match, in the order of the lines
        """
        shares = self._jxc_shares()
        values, pairs = [], []
        for line in self:
            values += line._jxc_counterparts(shares[line])
        moves = self.move_id.with_context(**self._jxc_together())
        container = {"records": moves}
        with moves._check_balanced(container), moves._sync_dynamic_lines(container):
            banks = self._jxc_bank_items()
            self._jxc_write_partners(banks)
            (moves.line_ids - banks).unlink()
            made = moves.line_ids.create(values)
        made._check_constrains_account_id_journal_id()
        own = {(item.move_id, item.account_id): item for item in made}
        for line in self:
            for item, share in shares[line].items():
                two = (item, own[line.move_id, item.account_id].with_env(self.env))
                debit, credit = two if line.amount > 0 else two[::-1]
                pairs.append((debit, credit, float(share)))
        return pairs

    def _jxc_together(self):
        """Where the books keep a record of every change, each item tells its own."""
        kept = any(self.company_id.sudo().mapped("restrictive_audit_trail"))
        return TOGETHER if kept else {**TOGETHER, "tracking_disable": True}

    def _jxc_bank_items(self):
        return self.env["account.move.line"].union(
            *(line._seek_for_lines()[0] for line in self)
        )

    def _jxc_write_partners(self, banks):
        """The partner of the line, of its entry, and of the bank's item in it."""
        of_move = {item.move_id: item for item in banks}
        together = self.with_context(**self._jxc_together())
        partners = together.grouped(lambda x: x.jxc_partner_id.commercial_partner_id)
        for partner, lines in partners.items():
            items = banks.browse().union(*(of_move[move] for move in lines.move_id))
            for records in (lines, lines.move_id, items.with_env(lines.env)):
                records.write({"partner_id": partner.id})

    def _jxc_shares(self):
        """What each line settles of its items, the oldest first, and no more of an item
        than the lines before have left: ``{line: {item: Decimal}}``."""
        left = {
            item: Decimal(str(item.currency_id.round(abs(residual))))
            for item in self.jxc_item_ids
            if (residual := item.amount_residual_currency)
        }
        shares = {}
        for line in self:
            line._jxc_check_choice(left)
            # What is written off settles as money does.
            written = max(line._jxc_written_off(left), 0)
            rest, shares[line] = line._jxc_amount() + written, {}
            items = line.jxc_item_ids
            for item in items.sorted(lambda i: (i.date_maturity or i.date, i.id)):
                share = min(rest, left[item])
                if share:
                    shares[line][item] = share
                    left[item] -= share
                    rest -= share
        return shares

    def _jxc_counterparts(self, shares):
        """The items against the bank's: one for each account, the rest last; what
        rounding left goes to the first."""
        of_account, written_off = {}, False
        for item, share in shares.items():
            account = item.account_id
            of_account[account] = of_account.get(account, 0) + share
        total = self._jxc_amount()
        if left := total - sum(of_account.values()):
            if written_off := bool(self.jxc_rest_kind):
                account = self._jxc_rest_account(-left)
            else:
                account = self.jxc_account_id or self._jxc_partner_account()
            of_account[account] = of_account.get(account, 0) + left
        own = self.company_id.currency_id
        bank = self._seek_for_lines()[0]
        sign = -1 if self.amount > 0 else 1
        values = {
            "name": self.payment_ref,
            "move_id": self.move_id.id,
            "partner_id": self.jxc_partner_id.commercial_partner_id.id,
            "currency_id": bank.currency_id.id,
        }
        found = [
            {
                **values,
                "account_id": account.id,
                "amount_currency": sign * float(share),
                "balance": own.round(-bank.balance * float(share / total)),
            }
            for account, share in of_account.items()
        ]
        off = -bank.balance - sum(one["balance"] for one in found)
        found[0]["balance"] = own.round(found[0]["balance"] + off)
        if written_off:
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

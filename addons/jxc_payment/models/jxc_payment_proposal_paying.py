from collections import defaultdict

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .jxc_payment_proposal import WAITING


class JxcPaymentProposalPaying(models.Model):
    """From the open items to the payments."""

    _inherit = "jxc.payment.proposal"

    def action_read(self):
        """Propose what is due, anew: what was changed by hand is dropped."""
        for proposal in self._expect("draft"):
            proposal.line_ids = [Command.clear()] + [
                Command.create(vals) for vals in proposal._proposed()
            ]
        if self.line_ids:
            return True
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "Nothing is due by %s. Choose a later day, or add bills by hand.",
                    format_date(self.env, max(self.mapped("date_limit"))),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _proposed(self):
        """Bills due, the same vendors' credits as far as there are bills, deposits."""
        self.ensure_one()
        bills = self._open_items(bills=True)
        credits = self._open_items(bills=False)
        owed = defaultdict(float)
        lines = []
        for item in bills:
            key = item.partner_id.commercial_partner_id, item.account_id
            owed[key] -= item.amount_residual_currency
            lines.append({"move_line_id": item.id})
        for item in credits:
            key = item.partner_id.commercial_partner_id, item.account_id
            used = min(owed[key], item.amount_residual_currency)
            if self.currency_id.compare_amounts(used, 0) > 0:
                owed[key] -= used
                lines.append(
                    {"move_line_id": item.id, "amount": self.currency_id.round(used)}
                )
        deposits = self._deposits_due()
        return lines + [{"order_id": order.id} for order in deposits]

    def _vendors(self, path):
        partners = self.partner_ids.commercial_partner_id
        return Domain(path, "child_of", partners.ids) if partners else Domain.TRUE

    def _open_items(self, bills):
        """Payable items that no other proposal is about to pay, by due date."""
        items = self.env["account.move.line"]
        domain = self.env["res.partner"]._jxc_open_domain("payable")
        domain &= Domain("company_id", "=", self.company_id.id)
        domain &= Domain("currency_id", "=", self.currency_id.id)
        domain &= self._vendors("partner_id")
        if bills:
            domain &= Domain("amount_residual_currency", "<", 0)
            domain &= Domain("move_id.payment_state", "!=", "blocked")
            due = Domain("date_maturity", "<=", self.date_limit)
            none = Domain("date_maturity", "=", False)
            domain &= due | (none & Domain("date", "<=", self.date_limit))
        else:
            domain &= Domain("amount_residual_currency", ">", 0)
            # A deposit waits for the bills of its own order.
            waiting = self.env["account.payment"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("jxc_purchase_order_id.state", "=", "purchase"),
                    ("jxc_purchase_order_id.invoice_status", "!=", "invoiced"),
                ]
            )
            domain &= Domain("move_id", "not in", waiting.move_id.ids)
        taken = self._other_lines([("move_line_id", "!=", False)]).move_line_id
        domain &= Domain("id", "not in", taken.ids)
        return items.search(domain, order="date_maturity, id")

    def _deposits_due(self):
        orders = self.env["purchase.order"].search(
            Domain(
                [
                    ("state", "=", "purchase"),
                    ("company_id", "=", self.company_id.id),
                    ("currency_id", "=", self.currency_id.id),
                    ("jxc_deposit", ">", 0),
                    ("invoice_status", "!=", "invoiced"),
                    "|",
                    ("jxc_deposit_date", "=", False),
                    ("jxc_deposit_date", "<=", self.date_limit),
                ]
            )
            & self._vendors("partner_id"),
            order="jxc_deposit_date, id",
        )
        orders -= self._other_lines([("order_id", "!=", False)]).order_id
        return orders.filtered(
            lambda o: self.currency_id.compare_amounts(o.jxc_deposit_left, 0) > 0
        )

    def _other_lines(self, domain):
        """Lines of other proposals that are confirmed and not paid yet."""
        domain = [
            *domain,
            ("proposal_id.state", "=", "confirmed"),
            ("proposal_id", "not in", self.ids),
            ("company_id", "in", self.company_id.ids),
        ]
        return self.env["jxc.payment.proposal.line"].search(domain)

    # --- buttons ---

    def action_confirm(self):
        """Settle what is to be paid; or submit it for approval."""
        proposals = self._expect("draft")
        submitted = proposals.filtered(lambda one: one.jxc_approval_state in WAITING)
        for one in proposals:
            one._check_complete()
        result = submitted.action_jxc_submit() if submitted else True
        (proposals - submitted).sudo().write({"state": "confirmed"})
        return result

    def action_draft(self):
        """Back to a draft: nothing was paid yet."""
        self._expect("confirmed", "cancel").sudo().write({"state": "draft"})
        return True

    def action_cancel(self):
        """Give it up; the items are proposed again elsewhere."""
        self._expect("draft", "confirmed").sudo().write({"state": "cancel"})
        return True

    def action_pay(self):
        """Post a payment per vendor and match it with the bills: all or nothing."""
        for one in self._expect("confirmed"):
            one._jxc_approval_check()
            one._check_complete()
            one.sudo().write({"state": "paid", "user_id": self.env.uid})
            one._pay()
        return True

    def _expect(self, *states):
        """These proposals in one of the states, alone with them and their items."""
        self.check_access("write")
        lock = self.env["jxc.lock"]
        lock.acquire(f"payment.proposal:{one.id}" for one in self)
        self.invalidate_recordset(["state", "line_ids"])
        items = self.line_ids.move_line_id
        lock.acquire(
            {item.partner_id._jxc_settlement_key(item.account_id) for item in items}
            | {f"deposit:{order.id}" for order in self.line_ids.order_id}
        )
        labels = dict(self._fields["state"]._description_selection(self.env))
        for one in self.filtered(lambda p: p.state not in states):
            raise UserError(
                self.env._(
                    "%(proposal)s is %(state)s: this is possible only while it is "
                    "%(wanted)s.",
                    proposal=one.display_name,
                    state=labels[one.state],
                    wanted=" / ".join(labels[state] for state in states),
                )
            )
        return self

    def _check_complete(self):
        self.ensure_one()
        lines = self.line_ids
        if not lines:
            raise UserError(
                self.env._(
                    "%(proposal)s has no lines: read what is due, or add lines.",
                    proposal=self.display_name,
                )
            )
        lines._check_payable()
        taken = self._other_lines(
            [
                "|",
                ("move_line_id", "in", lines.move_line_id.ids),
                ("order_id", "in", lines.order_id.ids),
            ]
        )
        if taken:
            raise UserError(
                self.env._(
                    "%(documents)s: about to be paid by %(proposals)s already.",
                    documents=", ".join(taken.mapped("document")),
                    proposals=", ".join(taken.proposal_id.mapped("display_name")),
                )
            )
        for key, some in lines._by_payee().items():
            net = sum(some.mapped("signed"))
            if key[1] and self.currency_id.compare_amounts(net, 0) < 0:
                raise UserError(
                    self.env._(
                        "%(vendor)s: more credits are used than bills are paid. Lower "
                        "the amounts of the credits.",
                        vendor=key[0].display_name,
                    )
                )

    def _pay(self):
        self.ensure_one()
        due = {
            key: (lines, self.currency_id.round(sum(lines.mapped("signed"))))
            for key, lines in self.line_ids._by_payee().items()
        }
        paying = [
            k for k, (_l, net) in due.items() if not self.currency_id.is_zero(net)
        ]
        payments = self.env["account.payment"].create(
            [self._payment_values(*key, *due[key]) for key in paying]
        )
        payments.sudo().jxc_proposal_id = self
        payments.action_post()
        of_payee = dict(zip(paying, payments, strict=True))
        for key, (lines, net) in due.items():
            if key[1]:
                lines._match(of_payee.get(key, payments[:0]), net)

    def _payment_values(self, partner, account, order, lines, amount):
        values = {
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": partner.id,
            "amount": amount,
            "currency_id": self.currency_id.id,
            "date": self.date,
            "journal_id": self.journal_id.id,
            "jxc_purchase_order_id": order.id,
            "memo": " ".join([self.name, *filter(None, lines.mapped("document"))])[
                :200
            ],
        }
        if account:
            values["destination_account_id"] = account.id
        return values

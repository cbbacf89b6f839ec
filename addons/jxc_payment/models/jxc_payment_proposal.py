from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.jxc_stock.defaults import without_defaults

#: What people write while it is a draft; the rest follows from the buttons.
WRITABLE = {
    "draft": {"date", "date_limit", "journal_id", "partner_ids", "line_ids", "note"},
    "confirmed": {"note"},
    "paid": {"note"},
    "cancel": set(),
}
NOT_WRITTEN = {"state", "user_id", "payment_ids", "name"}
NEW = (False, "/", "draft")
WAITING = ("required", "pending", "refused", "returned")


class JxcPaymentProposal(models.Model):
    """What is to be paid to vendors on a day, from one journal, in one currency."""

    _name = "jxc.payment.proposal"
    _description = "Payment Proposal"
    _inherit = ["mail.thread", "mail.activity.mixin", "jxc.approval.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        "Payment Date", required=True, default=fields.Date.context_today, tracking=True
    )
    date_limit = fields.Date(
        "Due Until",
        required=True,
        default=fields.Date.context_today,
        help="Bills that are due on or before this day are proposed.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Pay From",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        default=lambda self: self._default_journal_id(),
        tracking=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Bills in this currency are proposed.",
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="Vendors",
        help="Leave it empty to propose the bills of all vendors.",
    )
    line_ids = fields.One2many("jxc.payment.proposal.line", "proposal_id", copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "To Pay"),
            ("paid", "Paid"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    amount = fields.Monetary(
        "Amount to Pay", compute="_compute_amount", store=True, tracking=True
    )
    vendor_count = fields.Integer("Vendors to Pay", compute="_compute_vendor_count")
    payment_ids = fields.One2many(
        "account.payment", "jxc_proposal_id", "Payments", readonly=True
    )
    payment_count = fields.Integer(compute="_compute_payment_count")
    balance = fields.Monetary(
        "In the Journal",
        compute="_compute_balance",
        help="What the books say is in the journal until the payment date; shown where "
        "the journal is kept in this currency.",
    )
    balance_after = fields.Monetary("Left After Paying", compute="_compute_balance")
    balance_known = fields.Boolean(compute="_compute_balance")
    note = fields.Text()
    user_id = fields.Many2one(
        "res.users", "Paid By", readonly=True, copy=False, tracking=True
    )

    @api.model
    def _default_journal_id(self):
        domain = [
            *self.env["account.journal"]._check_company_domain(self.env.company),
            ("type", "in", ("bank", "cash")),
        ]
        return self.env["account.journal"].search(domain, order="type, sequence, id")[
            :1
        ]

    @api.depends("line_ids.signed")
    def _compute_amount(self):
        for proposal in self:
            proposal.amount = sum(proposal.line_ids.mapped("signed"))

    @api.depends("line_ids.partner_id")
    def _compute_vendor_count(self):
        for proposal in self:
            proposal.vendor_count = len(proposal.line_ids.partner_id)

    @api.depends("payment_ids")
    def _compute_payment_count(self):
        counts = self.env["account.payment"]._read_group(
            [("jxc_proposal_id", "in", self.ids)], ["jxc_proposal_id"], ["__count"]
        )
        found = {proposal.id: count for proposal, count in counts}
        for proposal in self:
            proposal.payment_count = found.get(proposal._origin.id, 0)

    @api.depends("journal_id", "date", "currency_id", "amount", "state")
    def _compute_balance(self):
        for (journal, day), some in self.grouped(
            lambda one: (one.journal_id, one.date)
        ).items():
            money = journal.currency_id or journal.company_id.currency_id
            column = "amount_currency" if journal.currency_id else "balance"
            domain = [
                ("account_id", "=", journal.default_account_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ]
            lines = self.env["account.move.line"]
            found = lines._read_group(domain, aggregates=[f"{column}:sum"])[0][0]
            for one in some:
                one.balance_known = bool(journal) and one.currency_id == money
                one.balance = found if one.balance_known else 0.0
                ahead = one.state in ("draft", "confirmed")
                one.balance_after = one.balance - (one.amount if ahead else 0.0)

    # --- what may be written ---

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, NOT_WRITTEN)
        numbered = []
        for vals in vals_list:
            given = {k for k, v in vals.items() if v not in NEW}
            self._refuse(given & NOT_WRITTEN)
            company = vals.get("company_id") or self.env.company.id
            sequence = self.env["ir.sequence"].with_company(company)
            numbered.append({**vals, "name": sequence.next_by_code(self._name) or "/"})
        return super().create(numbered)

    def write(self, vals):
        for proposal in self:
            proposal._refuse(set(vals) - WRITABLE[proposal.state])
        return super().write(vals)

    def _refuse(self, names):
        if names and not self.env.su:
            raise UserError(
                self.env._(
                    "%(proposal)s follows its buttons: a draft is changed by hand, a "
                    "confirmed one is set back to draft first.",
                    proposal=self.display_name or self.env._("A payment proposal"),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for proposal in self.filtered(lambda p: p.state in ("confirmed", "paid")):
            raise UserError(
                self.env._(
                    "%(proposal)s was confirmed and stays as a record.",
                    proposal=proposal.display_name,
                )
            )

    # --- what jxc_approval asks ---

    def _jxc_approval_effective(self):
        return self.filtered(lambda one: one.state in ("confirmed", "paid"))

    def _jxc_approval_values(self):
        self.ensure_one()
        return {
            "journal_id": self.journal_id.id,
            "currency_id": self.currency_id.id,
            "lines": [
                {
                    "id": line.id,
                    "partner_id": line.partner_id.id,
                    "move_line_id": line.move_line_id.id,
                    "order_id": line.order_id.id,
                    "amount": line.amount,
                }
                for line in self.line_ids.sorted("id")
            ],
        }

    def _jxc_approval_lowerable(self):
        return ("amount",)

    def _jxc_approval_evidence(self):
        self.ensure_one()

        def money(amount):
            return formatLang(self.env, amount, currency_obj=self.currency_id)

        by_partner = self.line_ids.grouped("partner_id")
        most = sorted(by_partner.items(), key=lambda i: -sum(i[1].mapped("signed")))
        return [
            (self.env._("Amount to Pay"), money(self.amount)),
            (self.env._("Pay From"), self.journal_id.display_name),
            (self.env._("Payment Date"), fields.Date.to_string(self.date)),
            *(
                (partner.display_name, money(sum(lines.mapped("signed"))))
                for partner, lines in most[:9]
            ),
        ]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda one: one.state == "draft").action_confirm()

    def action_open_payments(self):
        """The payments that this proposal made."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_payments_payable"
        )
        action["domain"] = [("jxc_proposal_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

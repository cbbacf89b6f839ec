from odoo import api, fields, models

REASONS = [
    ("payment", "Registered Payment"),
    ("number", "Number in the Text"),
    ("amount", "Exact Amount"),
    ("sum", "Sum of the Oldest"),
    ("oldest", "Oldest First"),
    ("advance", "Nothing Open: Advance"),
    ("rule", "As Chosen Before"),
    ("chosen", "Chosen"),
]


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    jxc_import_key = fields.Char(readonly=True, copy=False)
    jxc_serial = fields.Char("Bank Serial Number", readonly=True, copy=False)
    jxc_partner_id = fields.Many2one(
        "res.partner",
        "Proposed Partner",
        copy=False,
        domain="[('parent_id', '=', False)]",
        check_company=True,
    )
    jxc_item_ids = fields.Many2many(
        "account.move.line",
        "jxc_bank_line_item_rel",
        "line_id",
        "item_id",
        "Proposed Items",
        copy=False,
    )
    jxc_account_id = fields.Many2one(
        "account.account",
        "Other Account",
        copy=False,
        check_company=True,
        help="For what belongs to no partner, as bank fees and interest.",
    )
    jxc_certainty = fields.Selection(
        [("certain", "Certain"), ("likely", "Likely"), ("none", "Unknown")],
        "Proposal",
        readonly=True,
        copy=False,
    )
    jxc_reason = fields.Selection(REASONS, "Why", readonly=True, copy=False)
    jxc_item_domain = fields.Binary(compute="_compute_jxc_item_domain")

    _jxc_import_key_uniq = models.UniqueIndex(
        "(journal_id, jxc_import_key) WHERE jxc_import_key IS NOT NULL",
        "A row of a bank statement is imported once.",
    )

    @api.depends("jxc_partner_id", "amount", "currency_id", "company_id")
    def _compute_jxc_item_domain(self):
        for line in self:
            line.jxc_item_domain = list(line._jxc_item_domain(line.jxc_partner_id))

    @api.onchange("jxc_partner_id")
    def _onchange_jxc_partner_id(self):
        """Another partner has other items; a person has chosen him."""
        for line in self:
            if line.jxc_partner_id:
                line.jxc_account_id = False
            line.update(line._jxc_choice(line.jxc_partner_id))

    @api.onchange("jxc_account_id")
    def _onchange_jxc_account_id(self):
        for line in self:
            if line.jxc_account_id:
                line.jxc_partner_id = False
                line.jxc_item_ids = False
                line.jxc_rest_kind = False
                line.jxc_certainty = "likely"
                line.jxc_reason = "chosen"

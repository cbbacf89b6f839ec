from odoo import api, fields, models

from .jxc_dunning_level import TONES


class JxcDunningLetter(models.Model):
    """A letter to a customer about what is overdue in one currency."""

    _name = "jxc.dunning.letter"
    _description = "Dunning Letter"
    _inherit = ["jxc.letter.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _jxc_writable = {
        "draft": {"user_id", "signer_id", "text", "date_due", "line_ids"},
        "sent": {"user_id"},
        "cancel": set(),
    }

    name = fields.Char("Number", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    level_id = fields.Many2one(
        "jxc.dunning.level",
        "Level",
        readonly=True,
        tracking=True,
        ondelete="restrict",
        help="The highest level of its items.",
    )
    tone = fields.Selection(TONES, "Heading", readonly=True)
    text = fields.Text(help="Stands above the items.")
    date = fields.Date(required=True, readonly=True)
    date_due = fields.Date("Pay Until")
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("cancel", "Taken Back")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    user_id = fields.Many2one(
        "res.users",
        "Accountant",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    salesperson_id = fields.Many2one("res.users", readonly=True, index=True)
    signer_id = fields.Many2one(
        "res.users", "Signed by", domain="[('share', '=', False)]"
    )
    line_ids = fields.One2many("jxc.dunning.line", "letter_id", "Items")
    total = fields.Monetary("Asked For", compute="_compute_total", store=True)
    other_total = fields.Monetary(
        "Asked For Before",
        readonly=True,
        aggregator=None,
        help="What else is overdue: earlier letters asked for it, and no new level is "
        "due, or it is in dispute.",
    )
    date_sent = fields.Datetime("Sent On", readonly=True, copy=False)

    @api.depends("line_ids.residual")
    def _compute_total(self):
        for letter in self:
            letter.total = sum(letter.line_ids.mapped("residual"))

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for letter in self:
            number = letter.name or self.env._("Dunning Letter")
            letter.display_name = f"{number} {letter.partner_id.name}"

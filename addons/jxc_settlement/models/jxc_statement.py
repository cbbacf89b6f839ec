from odoo import api, fields, models

from .res_partner import SIDES

#: What people note on a statement that the partner has.
NOTES = {"user_id", "note", "signed_file", "signed_filename", "partner_remark"}


class JxcStatement(models.Model):
    """What happened between a partner and us in a period, to be agreed upon."""

    _name = "jxc.statement"
    _description = "Statement of Account"
    _inherit = ["jxc.letter.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    _jxc_writable = {
        "draft": {"user_id", "note"},
        "sent": NOTES,
        "disputed": NOTES,
        "confirmed": {"user_id", "note"},
        "cancel": set(),
    }

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    side = fields.Selection(SIDES, required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("disputed", "Disputed"),
            ("confirmed", "Confirmed"),
            ("cancel", "Cancelled"),
        ],
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
    opening = fields.Monetary("Opening Balance", readonly=True, aggregator=None)
    increase = fields.Monetary(readonly=True, aggregator=None)
    decrease = fields.Monetary(readonly=True, aggregator=None)
    closing = fields.Monetary(
        "Closing Balance",
        readonly=True,
        aggregator=None,
        help="Owed by the customer, or to the vendor, at the end of the last day. "
        "Negative: paid in advance.",
    )
    line_ids = fields.One2many(
        "jxc.statement.line", "statement_id", "Movements", readonly=True
    )
    date_sent = fields.Datetime("Sent On", readonly=True, copy=False)
    date_answer = fields.Datetime("Answered On", readonly=True, copy=False)
    answered_by = fields.Char(readonly=True, copy=False)
    partner_remark = fields.Text("Partner's Remark", copy=False)
    note = fields.Text(help="Stands under the figures on the printout.")
    signed_file = fields.Binary("Signed Copy", attachment=True, copy=False)
    signed_filename = fields.Char(copy=False)
    difference = fields.Monetary(
        compute="_compute_difference",
        groups="base.group_user",
        help="Closing balance in the books now, minus the one that was sent.",
    )
    change_text = fields.Text(
        "Changed Since Sent", compute="_compute_difference", groups="base.group_user"
    )

    _one_per_period = models.UniqueIndex(
        "(company_id, side, partner_id, currency_id, date_from, date_to)"
        " WHERE state != 'cancel'",
        "There is a statement of this partner, period and currency already.",
    )
    _period_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A period ends on or after its first day."
    )

    @api.depends("name", "partner_id", "date_from", "date_to")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = f"{statement.name} {statement.partner_id.name}"

    @api.depends("state", "closing")
    def _compute_difference(self):
        # Of statements that were sent; a draft is read again before it is.
        sent = self.filtered(lambda s: s.state in ("sent", "disputed", "confirmed"))
        found = sent._jxc_changes()
        for statement in self:
            change = found.get(statement.id)
            statement.difference = change[0] if change else 0
            statement.change_text = change[1] if change else False

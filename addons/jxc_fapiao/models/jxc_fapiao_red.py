from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import red, sheet

#: What people may write, by state; the rest follows from the buttons.
WRITABLE = {
    "draft": {"origin_number", "origin_issued_on", "reason", "note"},
    "asked": {"confirmation", "note"},
    "confirmed": {"number", "issued_on", "note"},
    "done": {"note"},
    "cancel": {"note"},
}


class JxcFapiaoRed(models.Model):
    """The red tax invoice of a credit note: of which blue one, why, and its number.

    It is asked for, confirmed and issued at the tax bureau; here stands how far it is,
    and what the bureau wants to know.
    """

    _name = "jxc.fapiao.red"
    _description = "Red Tax Invoice"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "move_id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move",
        "Credit Note",
        required=True,
        readonly=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", store=True, string="Customer"
    )
    currency_id = fields.Many2one(related="move_id.currency_id")
    invoice_date = fields.Date("Date", related="move_id.invoice_date", store=True)
    amount_untaxed = fields.Monetary(related="move_id.amount_untaxed", string="Net")
    amount_tax = fields.Monetary(related="move_id.amount_tax", string="Tax")
    amount_total = fields.Monetary(related="move_id.amount_total", string="Total")
    origin_number = fields.Char(
        "Blue Invoice Number", tracking=True, index="btree_not_null"
    )
    origin_issued_on = fields.Date("Blue Invoice of")
    reason = fields.Selection(
        [
            ("error", "Wrongly Issued"),
            ("return", "Goods Returned"),
            ("stopped", "Service Stopped"),
            ("allowance", "Allowance"),
        ],
        default="return",
        tracking=True,
    )
    confirmation = fields.Char(
        "Confirmation Number",
        tracking=True,
        help="Of the red invoice confirmation at the tax bureau.",
    )
    number = fields.Char("Red Invoice Number", tracking=True)
    issued_on = fields.Date()
    state = fields.Selection(
        [
            ("draft", "To Ask For"),
            ("asked", "Waiting for Confirmation"),
            ("confirmed", "Confirmed"),
            ("done", "Issued"),
            ("cancel", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    note = fields.Text()
    faults = fields.Text("Lacks", compute="_compute_faults")

    _move_uniq = models.UniqueIndex(
        "(move_id) WHERE state != 'cancel'",
        "A credit note has one red tax invoice.",
    )
    _confirmation_uniq = models.UniqueIndex(
        "(company_id, confirmation) WHERE confirmation IS NOT NULL"
        " AND state != 'cancel'",
        "A confirmation belongs to one credit note.",
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL AND state != 'cancel'",
        "A tax invoice number belongs to one document.",
    )

    @api.depends_context("lang")
    @api.depends("state", "origin_number", "origin_issued_on", "reason")
    def _compute_faults(self):
        for one in self:
            faults = one._jxc_faults() if one.state == "draft" else []
            one.faults = "\n".join(faults) or False

    @api.model
    def _jxc_make(self, moves):
        """Red invoices of these credit notes; those that are there stay."""
        moves.check_access("read")
        moves = moves.filtered(
            lambda move: move.move_type == "out_refund" and move.state == "posted"
        )
        there = moves.sudo().jxc_fapiao_red_ids.filtered(lambda r: r.state != "cancel")
        fresh = moves - there.move_id
        made = self.sudo().create(
            [
                {
                    "move_id": move.id,
                    "company_id": move.company_id.id,
                    "origin_number": blue.number,
                    "origin_issued_on": blue.issued_on,
                }
                for move in fresh
                for blue in [move.sudo().reversed_entry_id._jxc_fapiao_live()]
            ]
        )
        return (there | made).sudo(self.env.su)

    # --- what lacks -------------------------------------------------------------

    def _jxc_faults(self):
        """What lacks before the bureau can be asked: texts."""
        self.ensure_one()
        move, faults = self.move_id, []
        if move.move_type != "out_refund" or move.state != "posted":
            faults.append(self.env._("not a posted credit note to a customer"))
        if move.currency_id != move.company_id.currency_id:
            faults.append(self.env._("it is not in the company's currency"))
        if not red.is_number(red.clean(self.origin_number)):
            faults.append(
                self.env._(
                    "the number of the blue invoice has to have %(count)s digits",
                    count=red.DIGITS,
                )
            )
        if not self.origin_issued_on:
            faults.append(self.env._("the date of the blue invoice"))
        if not self.reason:
            faults.append(self.env._("the reason"))
        for line in move._jxc_fapiao_lines():
            faults += line._jxc_fapiao_faults()
        return faults + self._jxc_amount_faults()

    def _jxc_amount_faults(self):
        """No more is taken back than the blue invoice was for."""
        blue = self.env["jxc.fapiao.line"].sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("number", "=", red.clean(self.origin_number) or "-"),
            ]
        )  # fmt: skip
        if not blue:
            return []
        if blue.partner_id != self.partner_id:
            return [self.env._("the blue invoice is another customer's")]
        others = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("origin_number", "=", blue.number),
                ("state", "!=", "cancel"),
                ("id", "!=", self.id),
            ]
        )
        taken = sum((self | others).mapped("amount_total"))
        if self.currency_id.compare_amounts(taken, blue.amount_total) > 0:
            return [
                self.env._(
                    "with it %(taken)s would be taken back of a blue invoice of"
                    " %(total)s",
                    taken=self.currency_id.format(taken),
                    total=self.currency_id.format(blue.amount_total),
                )
            ]
        return []

    # --- the table for whoever asks the bureau ----------------------------------

    def _jxc_red_detail(self):
        """The lines of the red invoice, below zero: the invoice's own amounts."""
        rows = []
        for row in self.move_id._jxc_fapiao_detail():
            net, tax = red.tax_parts(row["金额"], row["税率"])
            price = sheet.unit_price(net, row["数量"])
            signed = {"数量": -row["数量"], "金额": -net, "税额": -tax}
            rows.append(row | signed | {"单价": price})
        return rows

    def write(self, vals):
        if vals and not self.env.su:
            for one in self:
                if set(vals) - WRITABLE[one.state]:
                    raise UserError(
                        self.env._(
                            "%(document)s is in another state: this is written by its"
                            " buttons, or not at all.",
                            document=one.display_name,
                        )
                    )
        for name in ("origin_number", "confirmation", "number"):
            if vals.get(name):
                vals = vals | {name: red.clean(vals[name]) or False}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("What the bureau was asked for stays."))

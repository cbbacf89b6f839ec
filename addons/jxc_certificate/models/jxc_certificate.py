from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

STATES = [
    ("coming", "Not Yet Valid"),
    ("valid", "Valid"),
    ("expiring", "Expiring"),
    ("expired", "Expired"),
]


class JxcCertificate(models.Model):
    """A certificate of a vendor, or of a product, with the days from and to which it
    holds, both included."""

    _name = "jxc.certificate"
    _description = "Certificate"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_to, id"
    _check_company_auto = True

    name = fields.Char("Number", required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    kind_id = fields.Many2one(
        "jxc.certificate.kind",
        "Kind",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    scope = fields.Selection(related="kind_id.scope")
    partner_id = fields.Many2one(
        "res.partner",
        "Vendor",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Of a product's certificate: empty where it holds whoever delivers.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        "Product",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    issued_by = fields.Char()
    date_from = fields.Date("Valid From", required=True, tracking=True)
    date_to = fields.Date(
        "Valid To",
        index=True,
        tracking=True,
        help="The last day on which it holds. Empty: without end.",
    )
    state = fields.Selection(
        STATES, string="Status", compute="_compute_state", search="_search_state"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="Who is told when it is to be renewed.",
    )
    file_ids = fields.Many2many("ir.attachment", string="Files")
    note = fields.Text()

    @api.depends("date_from", "date_to", "kind_id.warn_days")
    @api.depends_context("tz")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for one in self:
            one.state = one._state_on(today)

    def _state_on(self, day):
        if self.date_from and day < self.date_from:
            return "coming"
        if not self.date_to:
            return "valid"
        if day > self.date_to:
            return "expired"
        soon = self.date_to - timedelta(days=self.kind_id.warn_days)
        return "expiring" if day >= soon else "valid"

    def _holds_on(self, day):
        return self._state_on(day) in ("valid", "expiring")

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        begun = Domain("date_from", "<=", today)
        ended = Domain("date_to", "<", today)
        kinds = self.env["jxc.certificate.kind"].sudo().with_context(active_test=False)
        soon = Domain.OR(
            Domain("kind_id", "in", some.ids)
            & Domain("date_to", "<=", today + timedelta(days=days))
            for days, some in kinds._read_group([], ["warn_days"], ["id:recordset"])
        )
        domains = {
            "coming": ~begun,
            "expired": begun & ended,
            "expiring": begun & ~ended & soon,
            "valid": begun & ~ended & ~soon,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("name", "kind_id.name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.kind_id.name or ''} {one.name or ''}".strip()

    @api.onchange("kind_id")
    def _onchange_kind_id(self):
        if self.scope == "vendor":
            self.product_tmpl_id = False

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for one in self.filtered("date_to"):
            if one.date_to < one.date_from:
                raise ValidationError(
                    self.env._("%s ends before it begins.", one.display_name)
                )

    @api.constrains("kind_id", "partner_id", "product_tmpl_id")
    def _check_of_whom(self):
        for one in self:
            if one.scope == "vendor" and not one.partner_id:
                raise ValidationError(
                    self.env._("%s: say of which vendor it is.", one.display_name)
                )
            if one.scope == "product" and not one.product_tmpl_id:
                raise ValidationError(
                    self.env._("%s: say of which product it is.", one.display_name)
                )
            if one.scope == "vendor" and one.product_tmpl_id:
                raise ValidationError(
                    self.env._(
                        "%s certifies a vendor: leave the product empty.",
                        one.display_name,
                    )
                )

    # --- alerts -----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._jxc_own_files()
        made._jxc_mark()
        return made

    def write(self, vals):
        self._jxc_mark()
        res = super().write(vals)
        self._jxc_own_files()
        self._jxc_mark()
        return res

    def _jxc_own_files(self):
        """What was uploaded before the first save is its creator's alone: give it to
        the certificate, so that whoever reads that reads the file."""
        loose = self.file_ids.sudo().filtered(
            lambda file: not file.res_id and file.create_uid == self.env.user
        )
        for one in self if loose else ():
            mine = loose & one.file_ids.sudo()
            mine.write({"res_model": one._name, "res_id": one.id})

    def _jxc_mark(self):
        """A new one replaces others: look at all of the same vendor and product."""
        same = self.sudo().search(
            Domain("kind_id", "in", self.kind_id.ids)
            & Domain("partner_id", "in", [*self.partner_id.ids, False])
            & Domain("product_tmpl_id", "in", [*self.product_tmpl_id.ids, False])
        )
        keys = {str(one) for one in (same | self).ids}
        self.env["jxc.alert.mark"]._mark_watched({"certificate_due": keys})

    def _jxc_to_renew(self):
        """Those that end soon or have ended, and that no newer one replaces."""
        due = self.search(
            Domain("state", "in", ("expiring", "expired"))
            & Domain("id", "in", self.ids)
        )
        same = self.search(
            Domain("kind_id", "in", due.kind_id.ids)
            & Domain("partner_id", "in", [*due.partner_id.ids, False])
            & Domain("product_tmpl_id", "in", [*due.product_tmpl_id.ids, False])
        )
        groups = same.grouped(
            lambda one: (
                one.kind_id,
                one.partner_id.commercial_partner_id,
                one.product_tmpl_id,
                one.company_id,
            )
        )
        today = fields.Date.context_today(self)
        return due.filtered(
            lambda old: not any(
                new._jxc_follows(old, today)
                for some in groups.values()
                if old in some
                for new in some
            )
        )

    def _jxc_follows(self, old, today):
        """Whether this one holds when the old one ends, without a day between."""
        self.ensure_one()
        longer = not self.date_to or self.date_to > old.date_to
        return longer and self.date_from <= max(old.date_to + timedelta(days=1), today)

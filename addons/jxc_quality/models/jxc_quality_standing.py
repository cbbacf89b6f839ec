from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import switching
from ..selections import SEVERITIES

COUNTED = ("severity", "recent", "score", "rejected", "run", "skipped")


class JxcQualityStanding(models.Model):
    """How strictly a vendor's product is inspected, from its history (P7)."""

    _name = "jxc.quality.standing"
    _description = "Standing of a Vendor's Product"
    _inherit = ["mail.thread"]
    _order = "partner_id, product_id"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Vendor", required=True, readonly=True, index=True
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="normal",
        readonly=True,
        tracking=True,
        help="Stopped: five lots were rejected under tightened inspection. All pieces"
        " are inspected until a manager resumes.",
    )
    recent = fields.Char(
        "Last Lots", readonly=True, help="1 accepted, 0 rejected, the last one last."
    )
    score = fields.Integer(
        "Switching Score", readonly=True, help="From 30 on, inspection is reduced."
    )
    rejected = fields.Integer("Rejected Lots", readonly=True)
    run = fields.Integer("Accepted in a Row", readonly=True)
    skipped = fields.Integer("Skipped Lots", readonly=True)

    _one = models.UniqueIndex("(company_id, partner_id, product_id)")

    @api.depends("partner_id", "product_id")
    def _compute_display_name(self):
        for one in self:
            one.display_name = (
                f"{one.partner_id.display_name} – {one.product_id.display_name}"
            )

    @api.model
    def _of(self, inspection, product):
        """The standing of this vendor's product, for this transaction alone."""
        vendor = inspection.partner_id.commercial_partner_id
        key = (inspection.company_id.id, vendor.id, product.id)
        self.env["jxc.lock"].acquire(["quality:{}:{}:{}".format(*key)])
        names = ("company_id", "partner_id", "product_id")
        domain = [(name, "=", value) for name, value in zip(names, key, strict=True)]
        values = dict(zip(names, key, strict=True))
        return self.sudo().search(domain, limit=1) or self.sudo().create(values)

    def _values(self):
        self.ensure_one()
        values = {name: self[name] for name in COUNTED}
        return switching.Standing(**{**values, "recent": self.recent or ""})

    def _store(self, standing):
        self.write({name: getattr(standing, name) for name in COUNTED})

    def _begin(self, plan, inspection):
        """Severity and method of the lot that comes in now."""
        self.ensure_one()
        now = self._values()
        # What was reworked is looked at, and counts for nothing (9.1).
        if not inspection.rework_of_id:
            if switching.may_skip(now, plan.skip_after, plan.skip_every):
                self._store(switching.skip(now))
                return now.severity, "skip"
            if now.skipped:
                self._store(switching.looked_at(now))
        severity = now.severity if plan.switching else switching.NORMAL
        stopped = severity == switching.STOPPED
        return severity, "full" if stopped else plan.method

    def _judged(self, check):
        """One more lot was looked at."""
        self.ensure_one()
        self._store(switching.advance(self._values(), check._outcome()))

    def action_jxc_resume(self):
        """The vendor has mended his ways: inspection goes on tightened."""
        if not self.env.user.has_group("jxc_base.group_jxc_manager"):
            raise UserError(self.env._("A manager lets a stopped vendor in again."))
        self.check_access("write")
        for one in self.filtered(lambda s: s.severity == switching.STOPPED):
            one.sudo()._store(switching.resume(one._values()))

    def write(self, vals):
        if not self.env.su and vals.keys() & {*COUNTED, "partner_id", "product_id"}:
            raise UserError(
                self.env._("How strictly is inspected follows from the history.")
            )
        return super().write(vals)

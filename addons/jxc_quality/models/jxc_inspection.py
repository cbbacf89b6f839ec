from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcInspection(models.Model):
    """Inspected by plan; the facts propose the verdict (P7)."""

    _inherit = "jxc.inspection"

    check_ids = fields.One2many(
        "jxc.quality.check", "inspection_id", "Results by Plan", readonly=True
    )
    verdict = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("conceded", "Accepted by Concession"),
            ("partial", "Partly Accepted"),
            ("rejected", "Rejected"),
        ],
        compute="_compute_verdict",
        store=True,
        readonly=True,
    )
    concession = fields.Boolean(
        "With a Concession",
        compute="_compute_concession",
        store=True,
        help="Goods that do not conform are accepted: the manager approves it.",
    )
    skipped = fields.Boolean(compute="_compute_skipped", store=True)

    @api.depends("line_ids.conceded")
    def _compute_concession(self):
        for one in self:
            one.concession = any(line.conceded > 0 for line in one.line_ids)

    @api.depends("check_ids.method")
    def _compute_skipped(self):
        for one in self:
            methods = one.check_ids.mapped("method")
            one.skipped = bool(methods) and set(methods) == {"skip"}

    @api.depends("state", "line_ids.accepted", "line_ids.conceded")
    def _compute_verdict(self):
        for one in self:
            lines = one.line_ids
            accepted = any(line.uom_id.compare(line.accepted, 0) > 0 for line in lines)
            rejected = any(line.uom_id.compare(line.rejected, 0) > 0 for line in lines)
            if one.state != "done":
                one.verdict = False
            elif one.concession:
                one.verdict = "conceded"
            elif not rejected:
                one.verdict = "accepted"
            else:
                one.verdict = "partial" if accepted else "rejected"

    @api.model_create_multi
    def create(self, vals_list):
        inspections = super().create(vals_list)
        self.env["jxc.quality.check"].sudo()._open_for(inspections)
        return inspections

    @api.model
    def _open_for(self, pickings):
        """Lots that need not be looked at are accepted at once."""
        inspections = super()._open_for(pickings)
        for one in inspections:
            # What is not looked at because of its history leaves no work behind.
            if one.skipped and len(one.line_ids.check_id) == len(one.check_ids):
                if one.line_ids <= one.check_ids.line_ids:
                    one.action_jxc_done()
                    one.user_id = False
        return inspections

    # --- verdict ------------------------------------------------------------------

    def action_jxc_propose(self):
        """Take over what the facts say."""
        self.check_access("write")
        self._check_open()
        for one in self:
            one.check_ids._check_finished()
            for line in one.line_ids.filtered("check_id"):
                bad = line.uom_id.compare(line.proposed, line.received) < 0
                reasons = line.check_id._reasons()
                line.write(
                    {
                        "accepted": line.proposed,
                        "conceded": min(line.conceded, line.proposed),
                        "reason": reasons if bad else False,
                        "deviation": False,
                    }
                )

    def _check_verdict(self):
        res = super()._check_verdict()
        self.check_ids._check_finished()
        for line in self.line_ids._deviates():
            if not line.deviation:
                raise UserError(
                    self.env._(
                        "%(inspection)s, %(product)s: the facts propose to accept"
                        " %(proposed)g, not %(accepted)g. Take the proposal, or say why"
                        " you deviate from it.",
                        inspection=self.name,
                        product=line.product_id.display_name,
                        proposed=line.proposed,
                        accepted=line.accepted,
                    )
                )
            self._check_lenient(line)
        return res

    def _check_lenient(self, line):
        """A lot that the plan rejects passes as a whole by concession only."""
        whole = line.uom_id.compare(line.accepted, line.received) == 0
        plain = line.uom_id.compare(line.conceded, 0) == 0
        if line.check_id.proposal == "rejected" and whole and plain:
            raise UserError(
                self.env._(
                    "%(inspection)s: the plan rejects %(product)s. Sort the lot and"
                    " accept what is good, or enter what is accepted by concession: the"
                    " manager approves it.",
                    inspection=self.name,
                    product=line.product_id.display_name,
                )
            )

    def action_jxc_done(self):
        drafts = self.filtered(lambda one: one.state == "draft")
        result = super().action_jxc_done()
        standings = self.env["jxc.quality.standing"]
        for one in drafts.filtered(lambda o: o.state == "done" and not o.rework_of_id):
            for check in one.sudo().check_ids.filtered(lambda c: c.method != "skip"):
                if check.switching or check.plan_id.skip_after:
                    standings._of(one.sudo(), check.product_id)._judged(check)
        return result

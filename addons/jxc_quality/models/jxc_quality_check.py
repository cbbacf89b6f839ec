from dataclasses import asdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from ..logic import judging, sampling, switching
from ..sampling_tables import tables
from ..selections import CLASSES, LEVELS, SEVERITIES

ENTERED = {"item_ids", "note"}


class JxcQualityCheck(models.Model):
    """One lot of an inspection: a copy of its plan, what was found, and what the
    facts propose (P7)."""

    _name = "jxc.quality.check"
    _description = "Inspected Lot"
    _check_company_auto = True

    inspection_id = fields.Many2one(
        "jxc.inspection", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="inspection_id.company_id", store=True, index=True
    )
    state = fields.Selection(related="inspection_id.state")
    partner_id = fields.Many2one(related="inspection_id.partner_id")
    line_ids = fields.One2many("jxc.inspection.line", "check_id", readonly=True)
    plan_id = fields.Many2one("jxc.quality.plan", "Plan", readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot", readonly=True, check_company=True)
    lot_size = fields.Integer(readonly=True, help="Pieces handed in for inspection.")
    method = fields.Selection(
        [("sample", "Sample"), ("full", "All Pieces"), ("skip", "Skipped")],
        required=True,
        readonly=True,
    )
    level = fields.Selection(LEVELS, "Inspection Level", readonly=True)
    severity = fields.Selection(
        SEVERITIES, required=True, default="normal", readonly=True
    )
    switching = fields.Boolean(readonly=True)
    limit_ids = fields.One2many("jxc.quality.limit", "check_id", "Samples")
    item_ids = fields.One2many("jxc.quality.item", "check_id", "Characteristics")
    instructions = fields.Html(related="plan_id.note")
    found = fields.Integer("Nonconforming Pieces", compute="_compute_proposal")
    proposal = fields.Selection(
        [
            ("open", "Not Finished"),
            ("second", "Draw the Second Sample"),
            ("accepted", "Accept"),
            ("rejected", "Reject"),
        ],
        compute="_compute_proposal",
        help="What the facts say, by the plan.",
    )
    note = fields.Text("Remark")
    double = fields.Boolean("Double Sampling", compute="_compute_second_size")
    second_size = fields.Integer(
        "Pieces to Draw",
        compute="_compute_second_size",
        help="Of the second sample, where the first one decides nothing.",
    )

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        for check in self:
            parts = (check.product_id.display_name, check.lot_id.name)
            check.display_name = " ".join(filter(None, parts))

    @api.model_create_multi
    def create(self, vals_list):
        self.env["jxc.quality.item"]._check_clerk()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - ENTERED:
            self.env["jxc.quality.item"]._check_clerk()
        self._check_open()
        return super().write(vals)

    def _check_open(self):
        self.inspection_id._check_open()

    # --- from the plan ------------------------------------------------------------

    @api.model
    def _open_for(self, inspections):
        """A copy of the plan for each lot that has one."""
        for inspection in inspections:
            vendor = inspection.partner_id
            groups = inspection.line_ids.grouped(
                lambda line: (
                    line.product_id,
                    line.lot_id if line.product_id.tracking == "lot" else False,
                )
            )
            pairs = [(product, vendor) for product, _lot in groups]
            plans = self.env["jxc.quality.plan"]._find(inspection.company_id, pairs)
            for (product, lot), lines in groups.items():
                if plan := plans.get((product, vendor)):
                    self._open_lot(inspection, plan, lines, lot)

    @api.model
    def _open_lot(self, inspection, plan, lines, lot):
        product = lines.product_id
        standing = self.env["jxc.quality.standing"]._of(inspection, product)
        severity, method = standing._begin(plan, inspection)
        size = max(
            1,
            int(float_round(sum(lines.mapped("received")), 0, rounding_method="UP")),
        )
        check = self.create(
            {
                "inspection_id": inspection.id,
                "plan_id": plan.id,
                "product_id": product.id,
                "lot_id": lot.id if lot else False,
                "lot_size": size,
                "method": method,
                "level": plan.level if method == "sample" else False,
                "severity": severity,
                "switching": plan.switching,
                "item_ids": [
                    fields.Command.create(one._snapshot())
                    for one in plan.characteristic_ids
                ],
            }
        )
        check._set_limits(plan)
        lines.check_id = check

    def _set_limits(self, plan):
        self.ensure_one()
        if self.method == "skip":
            return
        limits = []
        for severity, _label in CLASSES:
            aql = plan[f"aql_{severity}"]
            limit = {"severity": severity, "size": self.lot_size, "ac": 0}
            if self.method == "sample" and aql:
                find = tables().double if plan.sampling == "double" else tables().plan
                found = find(self.lot_size, self.level, aql, self.severity)
                limit |= {"aql": aql, **asdict(found)}
            limits.append(limit)
        if self.method == "sample" and not plan.aql_critical:
            # No critical piece is tolerated in whatever is looked at.
            largest = max(limits[1:], key=lambda one: (one["letter"], one["size"]))
            limits[0] |= {name: largest[name] for name in ("letter", "size")}
            limits[0]["second_size"] = max(one["second_size"] for one in limits[1:])
        self.limit_ids = [fields.Command.create(limit) for limit in limits]

    # --- from the facts -----------------------------------------------------------

    def _found(self):
        """Nonconforming pieces by class."""
        self.ensure_one()
        bad = self.item_ids.sample_ids.filtered(lambda one: not one.conforms)
        return judging.nonconforming(
            [(one.number, one.item_id.severity) for one in bad],
            [(item.severity, item.tally_found) for item in self.item_ids],
        )

    def _limits(self):
        return {limit.severity: limit._exact() for limit in self.limit_ids}

    def _unfinished(self):
        return self.item_ids.filtered(lambda item: item.tested < item.required)

    @api.depends(
        "method",
        "limit_ids.ac",
        "limit_ids.drawn",
        "item_ids.tested",
        "item_ids.found",
        "item_ids.sample_ids.conforms",
    )
    def _compute_proposal(self):
        for check in self:
            found = check._found()
            check.found = sum(found.values())
            complete = not check._unfinished()
            if check.method == "skip":
                check.proposal = "accepted"
            elif check.method == "full":
                check.proposal = "accepted" if complete else "open"
                if complete and check.found >= check.lot_size:
                    check.proposal = "rejected"
            else:
                check.proposal = judging.judge(check._limits(), found, complete)

    def _proposed(self):
        """``{line: quantity to accept}``; the bad pieces found are taken out."""
        proposed = {}
        for check in self:
            lines = check.line_ids
            if check.proposal == "rejected":
                left = [0.0] * len(lines)
            else:
                left = judging.share(lines.mapped("received"), check.found)
            proposed.update(zip(lines, left, strict=True))
        return proposed

    def _reasons(self):
        """The characteristics that failed, as a reason of rejection."""
        self.ensure_one()
        bad = self.item_ids.filtered("found")
        return ", ".join(f"{item.name} × {item.found}" for item in bad)

    def _outcome(self):
        """What the switching rules ask for: accepted or not, with the acceptance number
        and whether the lot would have passed one step tighter; and by which sample."""
        self.ensure_one()
        found, tighter, numbers = self._found(), True, []
        for limit in self.limit_ids.filtered("aql"):
            numbers.append(limit.ac)
            stricter = tables().tighter(limit.aql)
            if stricter:
                plan = tables().plan(
                    self.lot_size, self.level, stricter, sampling.NORMAL
                )
                tighter = tighter and found[limit.severity] <= plan.ac
        accepted = self.proposal == "accepted"
        if self.method == "full":
            accepted = not self.found
        first = None
        if any(self.limit_ids.mapped("second_size")):
            first = not any(self.limit_ids.mapped("drawn"))
        return switching.Lot(accepted, min(numbers, default=0), tighter, first)

    # --- double sampling ----------------------------------------------------------

    @api.depends("limit_ids.second_size", "limit_ids.verdict")
    def _compute_second_size(self):
        for check in self:
            undecided = check.limit_ids.filtered(lambda one: one.verdict == "second")
            check.double = any(check.limit_ids.mapped("second_size"))
            check.second_size = max(undecided.mapped("second_size"), default=0)

    def action_jxc_second(self):
        """Draw the second sample of the classes that the first one leaves undecided."""
        self.ensure_one()
        self.check_access("write")
        self.env["jxc.lock"].acquire([f"inspection:{self.inspection_id.id}"])
        self.invalidate_recordset()
        self._check_open()
        if self.proposal != "second":
            if any(self.limit_ids.mapped("drawn")):
                return True
            raise UserError(
                self.env._(
                    "%(goods)s: a second sample is drawn where the first one is"
                    " finished, and between Ac and Re.",
                    goods=self.display_name,
                )
            )
        size = self.second_size
        undecided = self.limit_ids.filtered(lambda one: one.verdict == "second")
        # Critical pieces without a limit of their own are looked for in all of them.
        drawn = undecided | self.limit_ids.filtered(lambda one: not one.aql)
        for limit in drawn.sudo():
            limit.write({"drawn": True, "first_found": limit.found})
        self.sudo().inspection_id.message_post(
            body=self.env._(
                "%(goods)s: the second sample of %(size)s is drawn.",
                goods=self.display_name,
                size=size,
            ),
            author_id=self.env.user.partner_id.id,
        )
        return True

    def action_jxc_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _check_finished(self):
        for check in self:
            if check.proposal == "second":
                raise UserError(
                    self.env._(
                        "%(inspection)s, %(goods)s: the first sample is between Ac and"
                        " Re. Draw the second sample, %(size)s pieces.",
                        inspection=check.inspection_id.name,
                        goods=check.display_name,
                        size=check.second_size,
                    )
                )
            if check.proposal == "open":
                missing = check._unfinished()
                raise UserError(
                    self.env._(
                        "%(inspection)s, %(goods)s: enter what was found of %(names)s."
                        " So many have to be looked at: %(required)s.",
                        inspection=check.inspection_id.name,
                        goods=check.display_name,
                        names=", ".join(missing.mapped("name")),
                        required=", ".join(str(n) for n in missing.mapped("required")),
                    )
                )

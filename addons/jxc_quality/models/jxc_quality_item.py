from odoo import api, fields, models
from odoo.exceptions import UserError

from ..selections import CLASSES, KINDS

ENTERED = {"tally_tested", "tally_found", "sample_ids", "note"}


class JxcQualityItem(models.Model):
    """The results of one characteristic on one inspection (P7)."""

    _name = "jxc.quality.item"
    _description = "Inspected Characteristic"
    _order = "sequence, id"

    check_id = fields.Many2one(
        "jxc.quality.check", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="check_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="check_id.product_id", store=True)
    partner_id = fields.Many2one(
        related="check_id.partner_id", store=True, string="Vendor"
    )
    date = fields.Datetime(
        related="check_id.inspection_id.date_done", store=True, string="Inspected On"
    )
    state = fields.Selection(related="check_id.state", store=True)
    characteristic_id = fields.Many2one(
        "jxc.quality.characteristic",
        "Characteristic of the Plan",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    sequence = fields.Integer(readonly=True)
    name = fields.Char("Characteristic", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    severity = fields.Selection(CLASSES, "Class", required=True, readonly=True)
    method = fields.Char("How", readonly=True)
    has_minimum = fields.Boolean(readonly=True)
    minimum = fields.Float(digits=(16, 4), readonly=True)
    has_maximum = fields.Boolean(readonly=True)
    maximum = fields.Float(digits=(16, 4), readonly=True)
    unit = fields.Char(readonly=True)
    requirement = fields.Char(compute="_compute_requirement")
    tally_tested = fields.Integer(
        "Counted", help="Pieces that were looked at without noting each of them."
    )
    tally_found = fields.Integer(
        "Nonconforming of These", help="How many of the counted pieces are bad."
    )
    sample_ids = fields.One2many("jxc.quality.sample", "item_id", "Samples")
    required = fields.Integer("To Look At", compute="_compute_required")
    tested = fields.Integer("Looked At", compute="_compute_tested", store=True)
    found = fields.Integer("Nonconforming", compute="_compute_tested", store=True)
    note = fields.Char("Remark")

    _tally_range = models.Constraint(
        "CHECK (COALESCE(tally_found, 0) >= 0"
        " AND COALESCE(tally_found, 0) <= COALESCE(tally_tested, 0))",
        "Of the pieces counted, no less than 0 and no more than all are nonconforming.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_clerk()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - ENTERED:
            self._check_clerk()
        self.check_id._check_open()
        if vals.get("tally_tested") and "measure" in self.mapped("kind"):
            raise UserError(
                self.env._(
                    "%(name)s is measured: enter a value for each piece.",
                    name=self.filtered(lambda i: i.kind == "measure")[:1].name,
                )
            )
        return super().write(vals)

    def _check_clerk(self):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "What is inspected comes from the plan. Only results are entered:"
                    " change the plan for the inspections to come."
                )
            )

    @api.depends("kind", "has_minimum", "minimum", "has_maximum", "maximum", "unit")
    def _compute_requirement(self):
        for item in self:
            low = f"{item.minimum:.10g}" if item.has_minimum else None
            high = f"{item.maximum:.10g}" if item.has_maximum else None
            text = ""
            if item.kind == "measure":
                text = f"{low} – {high}" if low and high else ""
                text = text or (f"≥ {low}" if low else f"≤ {high}")
                text = f"{text} {item.unit or ''}".strip()
            item.requirement = text or item.method or ""

    @api.depends(
        "kind", "severity", "check_id.limit_ids.size", "check_id.limit_ids.drawn"
    )
    def _compute_required(self):
        for item in self:
            limit = item.check_id.limit_ids.filtered(
                lambda one, item=item: one.severity == item.severity
            )
            size = limit._required()
            item.required = min(1, size) if item.kind == "photo" else size

    @api.depends(
        "tally_tested", "tally_found", "sample_ids.conforms", "sample_ids.photo"
    )
    def _compute_tested(self):
        for item in self:
            samples = item.sample_ids
            if item.kind == "photo":
                samples = samples.filtered("photo")
            bad = item.sample_ids.filtered(lambda one: not one.conforms)
            item.tested = item.tally_tested + len(samples)
            item.found = item.tally_found + len(bad)

    def _values_text(self):
        """What was measured or chosen, as the report prints it."""
        self.ensure_one()
        if self.kind == "measure":
            parts = [f"{one.value:.10g}" for one in self.sample_ids]
        else:
            noted = self.sample_ids.filtered(lambda one: one.choice_id or one.note)
            parts = [f"#{s.number} {s.choice_id.name or s.note}" for s in noted]
        return ", ".join(parts)

    def action_jxc_rest_conforms(self):
        """The pieces not looked at one by one were looked at, and are good."""
        self.check_access("write")
        for item in self.filtered(lambda i: i.kind in ("bool", "choice")):
            rest = max(0, item.required - item.tested)
            item.tally_tested += rest

    def action_jxc_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

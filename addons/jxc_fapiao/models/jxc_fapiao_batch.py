import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import workbook
from ..logic import sheet

#: What only the buttons set, because exactly once hangs on it.
GUARDED = {"name", "state", "company_id", "file", "file_name", "exported_by_id"}
GUARDED |= {"exported_on"}


class JxcFapiaoBatch(models.Model):
    """Invoices that go to the tax software in one workbook."""

    _name = "jxc.fapiao.batch"
    _description = "Batch of Tax Invoices"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    line_ids = fields.One2many("jxc.fapiao.line", "batch_id", "Invoices", copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("exported", "Exported"), ("done", "Issued")],
        default="draft",
        readonly=True,
        required=True,
        copy=False,
        tracking=True,
    )
    file = fields.Binary("Workbook", readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    exported_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    exported_on = fields.Datetime(readonly=True, copy=False)
    count = fields.Integer("Invoices in It", compute="_compute_figures")
    lacking = fields.Integer("With Something Lacking", compute="_compute_figures")
    missing = fields.Integer("Without Number", compute="_compute_figures")

    @api.depends("line_ids.undone", "line_ids.number", "state")
    def _compute_figures(self):
        for batch in self:
            live = batch._live()
            batch.count = len(live)
            batch.missing = len(live.filtered(lambda line: not line.number))
            batch.lacking = len(live.filtered("faults"))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_guarded(
            {key for vals in vals_list for key in vals} - {"company_id"}
        )
        batches = super().create(vals_list)
        for batch in batches.sudo():
            sequences = self.env["ir.sequence"].with_company(batch.company_id)
            batch.name = sequences.next_by_code("jxc.fapiao.batch")
        return batches

    def write(self, vals):
        self._check_guarded(vals)
        return super().write(vals)

    def _check_guarded(self, names):
        if not self.env.su and GUARDED.intersection(names):
            raise UserError(
                self.env._("A batch of tax invoices moves on by its buttons only.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("A batch that was exported is not deleted."))

    def _live(self):
        return self.line_ids.filtered(lambda line: not line.undone)

    # --- filling ----------------------------------------------------------------

    def _add(self, moves):
        """These invoices, where they are not in a batch yet."""
        self.ensure_one()
        self._check_state("draft")
        moves.check_access("read")
        fresh = moves.filtered(
            lambda move: move.company_id == self.company_id
            and move.move_type == "out_invoice"
            and move.state == "posted"
            and all(move.sudo().jxc_fapiao_line_ids.mapped("undone"))
        )
        if not fresh:
            raise UserError(
                self.env._(
                    "There is no posted customer invoice of %(company)s that is not"
                    " in a batch already.",
                    company=self.company_id.name,
                )
            )
        self.sudo().line_ids.create(
            [{"batch_id": self.id, "move_id": move.id} for move in fresh]
        )
        return fresh

    def action_collect(self):
        """All posted customer invoices that are in no batch."""
        self.check_access("write")
        self._add(
            self.env["account.move"].search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("jxc_fapiao_line_ids", "not any", [("undone", "=", False)]),
                ],
                order="invoice_date, id",
            )
        )
        return True

    def action_remove_lacking(self):
        """Leave for another batch what lacks something."""
        self.check_access("write")
        self._check_state("draft")
        self._live().filtered("faults").sudo().unlink()
        return True

    # --- out and back -----------------------------------------------------------

    def action_export(self):
        """One workbook, once; nothing as long as an invoice lacks something."""
        self.ensure_one()
        self.check_access("write")
        self.env["jxc.lock"].acquire([f"fapiao:{self.id}"])
        self.invalidate_recordset()
        self._check_state("draft")
        lines = self._live()
        lacking = lines.filtered("faults")
        if lacking or not lines:
            raise UserError(
                self.env._(
                    "Nothing was exported. Mend what lacks, or remove the invoice:"
                    "\n%(list)s",
                    list="\n".join(f"{ln.move_id.name}: {ln.faults}" for ln in lacking)
                    or self.env._("there is no invoice in the batch"),
                )
            )
        template = self.sudo().company_id.jxc_fapiao_template
        content = workbook.write(
            self._tables(lines.move_id),
            base64.b64decode(template) if template else None,
        )
        self.sudo().write(
            {
                "state": "exported",
                "file": base64.b64encode(content),
                "file_name": f"{self.name}.xlsx",
                "exported_by_id": self.env.uid,
                "exported_on": fields.Datetime.now(),
            }
        )
        return True

    def _tables(self, moves):
        return {
            sheet.BASIC: [move._jxc_fapiao_basic() for move in moves],
            sheet.DETAIL: [row for move in moves for row in move._jxc_fapiao_detail()],
        }

    def _enter(self, answers):
        """The numbers that came back: {key: (number, day)}; all or none."""
        self.ensure_one()
        self.env["jxc.lock"].acquire([f"fapiao:{self.id}"])
        self.invalidate_recordset()
        self._check_state("exported")
        lines = {line.move_id.name: line for line in self._live()}
        if unknown := set(answers) - set(lines):
            raise UserError(
                self.env._(
                    "Not in batch %(batch)s: %(keys)s. No number was entered.",
                    batch=self.name,
                    keys=", ".join(sorted(unknown)),
                )
            )
        for key, (number, day) in answers.items():
            line = lines[key]
            if line.number and line.number != number:
                raise UserError(
                    self.env._(
                        "%(invoice)s has the number %(old)s already, and the file"
                        " says %(new)s. No number was entered.",
                        invoice=key,
                        old=line.number,
                        new=number,
                    )
                )
            line.sudo().write({"number": number, "issued_on": day})
        self._settle()

    def _settle(self):
        """Issued, when every invoice that is left has its number."""
        live = self._live()
        if self.state == "exported" and all(line.number for line in live):
            self.sudo().state = "done"

    def _take_out(self, lines, reason):
        """These invoices may go again: the tax bureau has not issued them."""
        self.ensure_one()
        self.env["jxc.lock"].acquire([f"fapiao:{self.id}"])
        self.invalidate_recordset()
        self._check_state("exported")
        if issued := lines.filtered("number"):
            raise UserError(
                self.env._(
                    "Issued already, so only a credit note helps: %(invoices)s",
                    invoices=", ".join(issued.move_id.mapped("name")),
                )
            )
        lines.sudo().write({"undone": True, "reason": reason})
        # For the index, should the invoice go into another batch at once.
        lines.flush_recordset()
        self.message_post(
            body=self.env._(
                "Taken out: %(invoices)s. Reason: %(reason)s",
                invoices=", ".join(lines.move_id.mapped("name")),
                reason=reason,
            )
        )
        self._settle()

    def _check_state(self, state):
        if self.state != state:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Batch %(batch)s is in state %(state)s now; this needs %(other)s.",
                    batch=self.name,
                    state=states[self.state],
                    other=states[state],
                )
            )

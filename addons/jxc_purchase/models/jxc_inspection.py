from odoo import api, fields, models
from odoo.exceptions import UserError

from .stock_move_inspected import VERDICT

INSPECTOR = "jxc_base.group_jxc_quality_inspector"
GUARDED = {"state", "picking_id", "company_id", "transfer_ids", "rework_of_id"}
GUARDED |= {"name", "user_id", "date_done", "rework_ids"}


class JxcInspection(models.Model):
    """What an inspector finds of one receipt (P7)."""

    _name = "jxc.inspection"
    _description = "Inspection"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    picking_id = fields.Many2one(
        "stock.picking", "Receipt", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Vendor")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    line_ids = fields.One2many("jxc.inspection.line", "inspection_id")
    state = fields.Selection(
        [("draft", "To Inspect"), ("done", "Done")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    user_id = fields.Many2one("res.users", "Inspector", readonly=True, copy=False)
    date_done = fields.Datetime("Inspected On", readonly=True, copy=False)
    transfer_ids = fields.Many2many("stock.picking", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id"))
            vals["name"] = (
                self.env["ir.sequence"]
                .with_company(company)
                .next_by_code("jxc.inspection")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & GUARDED:
                raise UserError(
                    self.env._("An inspection is finished by its button only.")
                )
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        if done := self.filtered(lambda one: one.state == "done"):
            raise UserError(
                self.env._(
                    "%(names)s is finished and cannot be changed. Return or scrap the"
                    " goods, or move them back from quarantine, instead.",
                    names=", ".join(done.mapped("name")),
                )
            )

    @api.model
    def _open_for(self, pickings):
        """A document, and to-dos, for the receipts with goods to inspect."""
        inspections = self.browse()
        for picking in pickings:
            moves = picking.move_ids.filtered(
                lambda m: m.state == "done" and m._jxc_in_inspection()
            )
            if not moves:
                continue
            inspection = self.create(
                {
                    "picking_id": picking.id,
                    "company_id": picking.company_id.id,
                    "line_ids": [
                        fields.Command.create(
                            {
                                "move_id": line.move_id.id,
                                "lot_id": line.lot_id.id,
                                "received": line.quantity_product_uom,
                                "accepted": line.quantity_product_uom,
                            }
                        )
                        for line in moves.move_line_ids
                    ],
                }
            )
            inspection._ask_inspectors()
            inspections |= inspection
        return inspections

    def _ask_inspectors(self):
        self.ensure_one()
        for user in self._inspectors():
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._(
                    "Inspect %(receipt)s", receipt=self.picking_id.name
                ),
                user_id=user.id,
            )

    def _inspectors(self):
        return self.env.ref(INSPECTOR)._jxc_people(self.company_id)

    def action_jxc_done(self):
        """Post the verdict: accepted to stock, rejected to quarantine; then bill."""
        self.check_access("write")
        self.env["jxc.lock"].acquire(f"inspection:{one.id}" for one in self)
        self.invalidate_recordset(["state"])
        self._check_open()
        for one in self:
            one._check_verdict()
            warehouse = one.picking_id.picking_type_id.warehouse_id
            transfers = one._move("accepted", warehouse.lot_stock_id)
            transfers |= one._move("rejected", warehouse.jxc_quarantine_location_id)
            one.sudo().write(
                {
                    "state": "done",
                    "user_id": self.env.uid,
                    "date_done": fields.Datetime.now(),
                    "transfer_ids": [fields.Command.link(t.id) for t in transfers],
                }
            )
            one.sudo().activity_ids.unlink()
        # An inspector has no rights in accounting; the bill follows from the verdict.
        self.sudo().line_ids.move_id.purchase_line_id.order_id._jxc_bill_accepted()
        return True

    def _check_verdict(self):
        self.ensure_one()
        for line in self.line_ids:
            if line.uom_id.compare(line.rejected, 0) > 0 and not line.reason:
                raise UserError(
                    self.env._(
                        "%(inspection)s: say why %(quantity)g of %(product)s are"
                        " rejected.",
                        inspection=self.name,
                        quantity=line.rejected,
                        product=line.product_id.display_name,
                    )
                )

    def _move(self, verdict, location, source=None):
        """One internal transfer, done, of what has this verdict."""
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.uom_id.compare(line[verdict], 0) > 0
        )
        pickings = self.env["stock.picking"].with_context(jxc_verdict=VERDICT)
        if not lines:
            return pickings
        kind = self.picking_id.picking_type_id.warehouse_id.int_type_id
        source = source or lines.move_id.location_dest_id[:1]
        picking = pickings.create(
            {
                "picking_type_id": kind.id,
                "location_id": source.id,
                "location_dest_id": location.id,
                "origin": self.name,
                "company_id": self.company_id.id,
            }
        )
        moves = self.env["stock.move"].create(
            [line._transfer_values(picking, verdict) for line in lines]
        )
        self.env["stock.move.line"]._jxc_reserve(
            line._transfer_detail(move, verdict)
            for line, move in zip(lines, moves, strict=True)
        )
        moves._action_confirm(merge=False)
        picking._action_done()
        return picking

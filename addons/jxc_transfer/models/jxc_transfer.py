from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.jxc_stock.defaults import without_defaults

#: What only the buttons and the goods write.
FLOW = {"phase", "confirmed_on", "name", "picking_ids", "difference_ids"}
NEW = (False, "/", "draft")
#: What is agreed on once the goods are under way.
AGREED = {"warehouse_id", "dest_warehouse_id", "company_id", "line_ids"}
#: What people write; all else follows from the buttons and the goods.
WRITABLE = AGREED | {"reason", "date_planned", "note"}


class JxcTransfer(models.Model):
    """Goods that one warehouse sends to another, from request to arrival (T1)."""

    _name = "jxc.transfer"
    _description = "Warehouse Transfer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", "From Warehouse", required=True, index=True, tracking=True
    )
    dest_warehouse_id = fields.Many2one(
        "stock.warehouse", "To Warehouse", required=True, index=True, tracking=True
    )
    reason = fields.Char(tracking=True)
    date_planned = fields.Date(
        "Needed On", required=True, default=fields.Date.context_today, tracking=True
    )
    note = fields.Text("Notes")
    line_ids = fields.One2many("jxc.transfer.line", "transfer_id", copy=True)
    phase = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed"), ("cancel", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    picking_ids = fields.One2many(
        "stock.picking", "jxc_transfer_id", "Stock Transfers", readonly=True, copy=False
    )
    picking_count = fields.Integer(compute="_compute_picking_count")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_ship", "To Ship"),
            ("in_transit", "In Transit"),
            ("partly", "Partly Received"),
            ("received", "Received"),
            ("cancel", "Cancelled"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
        copy=False,
    )
    stranded = fields.Boolean(
        compute="_compute_stranded",
        help="Goods are in transit that nobody expects any more.",
    )

    difference_ids = fields.One2many(
        "jxc.transfer.difference", "transfer_id", "Differences", readonly=True
    )
    difference_count = fields.Integer(compute="_compute_difference_count")

    _two_places = models.Constraint(
        "CHECK (warehouse_id <> dest_warehouse_id)",
        "A transfer goes from one warehouse to another one. To move goods within a"
        " warehouse, use an internal transfer.",
    )

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for transfer in self:
            transfer.picking_count = len(transfer.picking_ids)

    @api.depends("difference_ids")
    def _compute_difference_count(self):
        for transfer in self:
            transfer.difference_count = len(transfer.difference_ids)

    @api.depends(
        "phase",
        "line_ids.quantity",
        "line_ids.move_ids.state",
        "line_ids.move_ids.quantity",
        "line_ids.move_ids.jxc_transfer_step",
    )
    def _compute_state(self):
        for transfer in self:
            if transfer.phase != "confirmed":
                transfer.state = transfer.phase
                continue
            lines = transfer.line_ids
            arrived = any(line.received or line.damaged for line in lines)
            if any(line.in_transit > 0 for line in lines):
                transfer.state = "partly" if arrived else "in_transit"
            elif any(line.to_ship > 0 for line in lines):
                transfer.state = "partly" if arrived else "to_ship"
            elif arrived or any(line.lost for line in lines):
                transfer.state = "received"
            else:
                transfer.state = "cancel"

    @api.depends("line_ids.stranded")
    def _compute_stranded(self):
        for transfer in self:
            transfer.stranded = any(line.stranded > 0 for line in transfer.line_ids)

    @api.constrains("company_id", "warehouse_id", "dest_warehouse_id")
    def _check_one_company(self):
        for transfer in self.sudo():
            houses = transfer.warehouse_id | transfer.dest_warehouse_id
            if houses.company_id != transfer.company_id:
                raise ValidationError(
                    self.env._(
                        "%(transfer)s: %(houses)s do not all belong to %(company)s."
                        " Goods go from one company to another by a sale and a"
                        " purchase.",
                        transfer=transfer.display_name,
                        houses=", ".join(houses.mapped("display_name")),
                        company=transfer.company_id.name,
                    )
                )

    # --- what may be written -----------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, FLOW)
        numbered = []
        for vals in vals_list:
            # A form sends the values that a draft begins with.
            self._refuse_flow({k: v for k, v in vals.items() if v and v not in NEW})
            company = self.env["res.company"].browse(vals.get("company_id"))
            sequence = self.env["ir.sequence"].with_company(company or self.env.company)
            name = sequence.next_by_code("jxc.transfer") or "/"
            numbered.append({**vals, "name": name})
        return super().create(numbered)

    def write(self, vals):
        self._refuse_flow(vals)
        if AGREED & vals.keys():
            self._check_draft()
        return super().write(vals)

    def _refuse_flow(self, vals):
        if vals.keys() - WRITABLE and not self.env.su:
            raise UserError(
                self.env._("How far a transfer is follows its buttons and its goods.")
            )

    def _check_draft(self):
        if begun := self.filtered(lambda transfer: transfer.phase != "draft"):
            raise UserError(
                self.env._(
                    "%(names)s has been confirmed: its goods are no longer changed."
                    " Cancel it and copy it.",
                    names=", ".join(begun.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if kept := self.filtered(lambda transfer: transfer.phase == "confirmed"):
            raise UserError(
                self.env._(
                    "%(names)s has been confirmed and cannot be deleted. Cancel it.",
                    names=", ".join(kept.mapped("name")),
                )
            )

    # --- screens --------------------------------------------------------------------

    def action_jxc_pickings(self):
        """The stock transfers of this document: shipping, receiving, going back."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock.action_picking_tree_all"
        )
        action["domain"] = [("jxc_transfer_id", "in", self.ids)]
        action["context"] = {"create": False}
        return action

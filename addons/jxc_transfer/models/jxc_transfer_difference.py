from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_stock.defaults import without_defaults

from .jxc_transfer_flow import WAITING

STATE = {"state", "name", "date_done", "user_id"}
#: What people write; all else follows from the buttons.
WRITABLE = {"transfer_id", "line_ids", "note"}
NEW = (False, "/", "draft")


class JxcTransferDifference(models.Model):
    """What was shipped and did not arrive as it should, and who bears it (T1)."""

    _name = "jxc.transfer.difference"
    _description = "Transfer Difference"
    _inherit = [
        "jxc.goods.value",
        "mail.thread",
        "mail.activity.mixin",
        "jxc.approval.mixin",
    ]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    transfer_id = fields.Many2one(
        "jxc.transfer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="transfer_id.company_id", store=True, index=True
    )
    line_ids = fields.One2many("jxc.transfer.difference.line", "difference_id")
    note = fields.Text("Notes")
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Posted"), ("cancel", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one("res.users", "Posted By", readonly=True, copy=False)
    date_done = fields.Datetime("Posted On", readonly=True, copy=False)

    @api.depends("line_ids.quantity", "line_ids.transfer_line_id", "line_ids.kind")
    def _compute_value(self):
        return super()._compute_value()

    def _valued_goods(self):
        """What is sent back is not lost."""
        lines = self.line_ids.filtered(lambda line: line.kind != "back")
        return [(line.product_id, line._own_quantity()) for line in lines]

    # --- what may be written -------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, STATE)
        numbered = []
        for vals in vals_list:
            # A form sends the values that a draft begins with.
            self._refuse_state({k: v for k, v in vals.items() if v and v not in NEW})
            name = self.env["ir.sequence"].next_by_code(self._name) or "/"
            numbered.append({**vals, "name": name})
        return super().create(numbered)

    def write(self, vals):
        self._refuse_state(vals)
        if not self.env.su:
            self._check_draft()
        return super().write(vals)

    def _refuse_state(self, vals):
        if vals.keys() - WRITABLE and not self.env.su:
            raise UserError(
                self.env._("A difference is posted and cancelled by its buttons only.")
            )

    def _check_draft(self):
        if ended := self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%(names)s has been posted or cancelled and is no longer changed."
                    " Record another difference for what is left in transit.",
                    names=", ".join(ended.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self.filtered(lambda one: one.state == "done")._check_draft()

    # --- what jxc_approval asks -------------------------------------------------------

    def _jxc_approval_effective(self):
        return self.filtered(lambda one: one.state == "done")

    def _jxc_approval_values(self):
        self.ensure_one()
        return {
            "transfer_id": self.transfer_id.id,
            "lines": [
                {
                    "id": line.id,
                    "transfer_line_id": line.transfer_line_id.id,
                    "lot_id": line.lot_id.id,
                    "kind": line.kind,
                    "bearer": line.bearer,
                    "partner_id": line.partner_id.id,
                    "quantity": line.quantity,
                }
                for line in self.line_ids
            ],
        }

    def _jxc_approval_lowerable(self):
        return ("quantity",)

    def _jxc_approval_evidence(self):
        self.ensure_one()
        evidence = [
            (self.env._("Transfer"), self.transfer_id.name),
            (self.env._("From Warehouse"), self.transfer_id.warehouse_id.display_name),
            (
                self.env._("To Warehouse"),
                self.transfer_id.dest_warehouse_id.display_name,
            ),
            *((line._kind_text(), line._text()) for line in self.line_ids[:8]),
            self._value_evidence(),
        ]
        return [line for line in evidence if line[1]]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda one: one.state == "draft").action_jxc_post()

    # --- buttons ---------------------------------------------------------------------

    def action_jxc_post(self):
        """Take out of transit what is missing or damaged; or submit it."""
        self.check_access("write")
        self.transfer_id._hold()
        self.invalidate_recordset(["state"])
        self._check_draft()
        for one in self:
            one.line_ids._check_complete()
            for kind in set(one.line_ids.mapped("kind")):
                step = "loss" if kind == "missing" else "damaged"
                one.transfer_id._check_keeper(step, one.name)
        submitted = self.filtered(lambda one: one.jxc_approval_state in WAITING)
        if submitted:
            result = submitted.action_jxc_submit()
        for one in self - submitted:
            one.sudo().write(
                {
                    "state": "done",
                    "user_id": self.env.uid,
                    "date_done": fields.Datetime.now(),
                }
            )
            one.sudo()._post()
        return result if submitted else True

    def action_jxc_cancel(self):
        """Give it up: what is in transit stays there."""
        self.check_access("write")
        self._check_draft()
        self.sudo().state = "cancel"
        return True

    def _post(self):
        """The receipt lets go of the goods, they are moved, and it expects the rest."""
        self.ensure_one()
        transfer, lines = self.transfer_id, self.line_ids
        waiting = lines.transfer_line_id.move_ids.filtered(
            lambda m: m.jxc_transfer_step == "receive"
            and m.state not in ("done", "cancel")
        )
        waiting._do_unreserve()
        for kind, found in lines.grouped("kind").items():
            if kind == "back":
                continue
            for product, some in found.grouped("product_id").items():
                some._move(kind, transfer, product)
        back = lines.filtered(lambda line: line.kind == "back")
        if back:
            quantities = {
                line: sum(some.mapped("quantity"))
                for line, some in back.grouped("transfer_line_id").items()
            }
            transfer._send_back(quantities)
        transfer.line_ids._follow()
        waiting.filtered(lambda m: m.state not in ("done", "cancel"))._action_assign()

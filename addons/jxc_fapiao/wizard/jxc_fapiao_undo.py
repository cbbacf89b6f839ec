from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcFapiaoUndo(models.TransientModel):
    """Why exported invoices have to go again."""

    _name = "jxc.fapiao.undo"
    _description = "Take Out of a Batch of Tax Invoices"

    batch_id = fields.Many2one("jxc.fapiao.batch", required=True)
    open_line_ids = fields.Many2many(
        "jxc.fapiao.line", compute="_compute_open_line_ids"
    )
    line_ids = fields.Many2many(
        "jxc.fapiao.line",
        string="Invoices",
        domain="[('id', 'in', open_line_ids)]",
    )
    reason = fields.Char(required=True)

    @api.depends("batch_id")
    def _compute_open_line_ids(self):
        for wizard in self:
            live = wizard.batch_id._live()
            wizard.open_line_ids = live.filtered(lambda line: not line.number)

    def action_undo(self):
        """The chosen invoices may be exported again."""
        self.ensure_one()
        self.batch_id.check_access("write")
        if not self.line_ids or not self.reason.strip():
            raise UserError(self.env._("Choose the invoices to take out, and say why."))
        if self.line_ids.batch_id != self.batch_id or any(
            self.line_ids.mapped("undone")
        ):
            raise UserError(
                self.env._("These invoices are not in %s any more.", self.batch_id.name)
            )
        self.batch_id._take_out(self.line_ids, self.reason)
        return {"type": "ir.actions.act_window_close"}

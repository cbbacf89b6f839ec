from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_stock.defaults import without_defaults

OURS = {"jxc_transfer_id"}


class StockPicking(models.Model):
    _inherit = "stock.picking"

    jxc_transfer_id = fields.Many2one(
        "jxc.transfer",
        "Warehouse Transfer",
        compute="_compute_jxc_transfer_id",
        store=True,
        index="btree_not_null",
        copy=False,
    )

    @api.depends("move_ids.jxc_transfer_line_id")
    def _compute_jxc_transfer_id(self):
        for picking in self:
            picking.jxc_transfer_id = picking.move_ids.jxc_transfer_line_id.transfer_id[
                :1
            ]

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, OURS)
        for vals in vals_list:
            self._jxc_refuse_transfer({k: v for k, v in vals.items() if v})
        return super().create(vals_list)

    def write(self, vals):
        self._jxc_refuse_transfer(vals)
        return super().write(vals)

    def _jxc_refuse_transfer(self, vals):
        if OURS & vals.keys() and not self.env.su:
            self.env["stock.move"]._jxc_refuse_part()

    def action_cancel(self):
        """One half of a transfer is not called off alone."""
        if open_ones := self.filtered(
            lambda p: p.jxc_transfer_id and p.state not in ("done", "cancel")
        ):
            raise UserError(
                self.env._(
                    "%(names)s belongs to %(transfer)s: cancel that, or record what"
                    " did not arrive in it.",
                    names=", ".join(open_ones.mapped("name")),
                    transfer=", ".join(open_ones.jxc_transfer_id.mapped("name")),
                )
            )
        return super().action_cancel()

    def action_jxc_transfer(self):
        """The document that this is a part of."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "jxc.transfer",
            "res_id": self.jxc_transfer_id.id,
            "views": [[False, "form"]],
        }

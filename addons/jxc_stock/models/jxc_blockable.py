from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..defaults import without_defaults

BLOCK = {"jxc_blocked", "jxc_block_reason", "jxc_blocked_by", "jxc_blocked_on"}
INSPECTOR = "jxc_base.group_jxc_quality_inspector"


class JxcBlockable(models.AbstractModel):
    """A lot or a place whose goods do not leave until somebody looks into it."""

    _name = "jxc.blockable"
    _description = "What can be blocked"

    jxc_blocked = fields.Boolean(
        string="Blocked",
        readonly=True,
        copy=False,
        help="Blocked goods are not reserved for customers and do not leave to them."
        " They can be returned to the vendor, scrapped, or moved to quarantine.",
    )
    jxc_block_reason = fields.Char(string="Block Reason", readonly=True, copy=False)
    jxc_blocked_by = fields.Many2one(
        "res.users", string="Blocked By", readonly=True, copy=False
    )
    jxc_blocked_on = fields.Datetime(string="Blocked On", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, BLOCK)
        for vals in vals_list:
            self.browse()._jxc_refuse_block(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._jxc_refuse_block(vals)
        return super().write(vals)

    def _jxc_refuse_block(self, vals):
        if BLOCK & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._(
                    "Goods are blocked and unblocked by the buttons of the lot or the"
                    " location, with a reason."
                )
            )

    def _jxc_may_block(self):
        user = self.env.user
        return (
            self.env.su
            or user.has_group("stock.group_stock_manager")
            or user.has_group(INSPECTOR)
        )

    def _jxc_refuse_blocker(self):
        if not self._jxc_may_block():
            raise AccessError(
                self.env._(
                    "Only a stock manager or an inspector blocks and unblocks goods."
                )
            )

    def action_jxc_block(self):
        """Ask for the reason."""
        self._jxc_refuse_blocker()
        name = "lot_ids" if self._name == "stock.lot" else "location_ids"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Block"),
            "res_model": "jxc.stock.block",
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": self.ids},
        }

    def action_jxc_unblock(self):
        """Goods may leave again."""
        self._jxc_refuse_blocker()
        self._jxc_unblock()

    def _jxc_block(self, reason):
        """Block them, and take back what was reserved of them for customers."""
        todo = self.filtered(lambda record: not record.jxc_blocked).sudo()
        todo.write(
            {
                "jxc_blocked": True,
                "jxc_block_reason": reason,
                "jxc_blocked_by": self.env.uid,
                "jxc_blocked_on": fields.Datetime.now(),
            }
        )
        todo._jxc_block_changed(self.env._("Blocked: %s", reason))
        lines = self.env["stock.move.line"].sudo()
        lines.search(todo._jxc_held_domain())._jxc_take_back(reason)

    def _jxc_unblock(self):
        todo = self.filtered("jxc_blocked").sudo()
        todo.write(dict.fromkeys(BLOCK, False))
        todo._jxc_block_changed(self.env._("No longer blocked."))

    def _jxc_block_changed(self, text):
        """What can be promised has changed."""
        quants = self.env["stock.quant"].sudo().search(self._jxc_quant_domain())
        self.env["stock.move"]._jxc_changes()["goods"].update(
            (quant.product_id.id, quant.warehouse_id.id)
            for quant in quants
            if quant.warehouse_id
        )

    def _jxc_quant_domain(self):
        raise NotImplementedError

    def _jxc_held_domain(self):
        """The open lines that take from these."""
        raise NotImplementedError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.jxc_stock.defaults import without_defaults

COST = "jxc_base.group_jxc_cost_viewer"


class JxcStockAdjustment(models.Model):
    """What a stock-take found missing, or too much (K8): 报损单, 报溢单.

    It is made by posting and never changed; what was wrong is reversed once.
    """

    _name = "jxc.stock.adjustment"
    _description = "Loss or Gain"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"

    name = fields.Char("Number", readonly=True, required=True)
    kind = fields.Selection(
        [("loss", "Loss"), ("gain", "Gain")], required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, readonly=True)
    stocktake_id = fields.Many2one(
        "jxc.stocktake", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True)
    reversal_of_id = fields.Many2one(
        "jxc.stock.adjustment", "Reversal Of", readonly=True, index="btree_not_null"
    )
    reversal_ids = fields.One2many(
        "jxc.stock.adjustment", "reversal_of_id", "Reversed By"
    )
    state = fields.Selection(
        [("done", "Posted"), ("reversed", "Reversed"), ("reversal", "Reversal")],
        "Status",
        compute="_compute_state",
    )
    move_ids = fields.One2many("stock.move", "jxc_adjustment_id", "Moves")
    value = fields.Monetary("Value at Cost", compute="_compute_value", groups=COST)

    _reversed_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "A loss or gain is reversed once.",
    )

    @api.depends("reversal_of_id", "reversal_ids")
    def _compute_state(self):
        for document in self:
            done = "reversed" if document.reversal_ids else "done"
            document.state = "reversal" if document.reversal_of_id else done

    @api.depends("move_ids.value")
    def _compute_value(self):
        for document in self:
            document.value = sum(document.sudo().move_ids.mapped("value"))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Losses and gains are made by posting a stock-take.")
            )
        self = without_defaults(self, {"reversal_of_id"})
        return super().create(vals_list)

    def action_reverse(self):
        """Bring the goods back, by a document of its own; once only."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._(
                    "Ask a stock manager to reverse %(document)s.", document=self.name
                )
            )
        self.env["jxc.lock"].acquire([f"adjustment:{self.id}"])
        document = self.sudo()
        document.invalidate_recordset()
        if document.reversal_of_id or document.reversal_ids:
            raise UserError(
                self.env._(
                    "%(document)s is reversed already, or is a reversal itself.",
                    document=self.name,
                )
            )
        counter = document._make(
            document.stocktake_id, document.kind, {"reversal_of_id": document.id}
        )
        counter._move([move._jxc_back_values() for move in document.move_ids])
        document.message_post(
            body=self.env._("Reversed by %(counter)s.", counter=counter.name)
        )
        return counter.with_env(self.env)._open()

    @api.model
    def _make(self, plan, kind, values=None):
        number = self.env["ir.sequence"].next_by_code(f"jxc.stock.adjustment.{kind}")
        return self.create(
            {
                "name": number or "/",
                "kind": kind,
                "company_id": plan.company_id.id,
                "warehouse_id": plan.warehouse_id.id,
                "stocktake_id": plan.id,
                "date": fields.Datetime.now(),
                **(values or {}),
            }
        )

    def _move(self, values_list):
        """Post all moves of this document at once."""
        self.ensure_one()
        company = self.company_id
        moves = self.env["stock.move"].with_company(company)
        common = {
            "company_id": company.id,
            "state": "confirmed",
            "is_inventory": True,
            "picked": True,
            "jxc_adjustment_id": self.id,
            "inventory_name": self.name,
            "origin": self.name,
        }
        moves = moves.create([common | values for values in values_list])
        moves._action_done()

    def _owners(self):
        """Whose goods are on it, other than ours."""
        lines = self.move_ids.jxc_stocktake_line_id
        return lines.filtered("of_others").owner_id

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

from odoo import api, fields, models
from odoo.tools import formatLang


class JxcTransfer(models.Model):
    """A transfer may need an approval before the goods leave (K7)."""

    _name = "jxc.transfer"
    _inherit = ["jxc.transfer", "jxc.approval.mixin"]

    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(
        "Value at Cost",
        compute="_compute_value",
        store=True,
        groups="jxc_base.group_jxc_cost_viewer",
        help="What a rule on the value looks at: the quantities at the products' cost.",
    )

    @api.depends("line_ids.product_id", "line_ids.quantity", "line_ids.uom_id")
    def _compute_value(self):
        for transfer in self:
            value = 0.0
            for line in transfer.line_ids.filtered("product_id"):
                product = line.product_id.with_company(transfer.company_id).sudo()
                value += line._needed() * product.standard_price
            transfer.value = transfer.company_id.currency_id.round(value)

    def _jxc_approval_effective(self):
        return self.filtered(lambda transfer: transfer.phase == "confirmed")

    def _jxc_approval_values(self):
        self.ensure_one()
        return {
            "warehouse_id": self.warehouse_id.id,
            "dest_warehouse_id": self.dest_warehouse_id.id,
            "lines": [
                {
                    "id": line.id,
                    "product_id": line.product_id.id,
                    "uom_id": line.uom_id.id,
                    "lot_id": line.lot_id.id,
                    "quantity": line.quantity,
                }
                for line in self.line_ids
            ],
        }

    def _jxc_approval_lowerable(self):
        return ("quantity",)

    def _jxc_approval_evidence(self):
        self.ensure_one()
        goods = [
            f"{line.product_id.display_name} × {line.quantity:g} {line.uom_id.name}"
            for line in self.line_ids
        ]
        more = len(goods) - 5
        if more > 0:
            goods[5:] = [self.env._("and %(count)s more", count=more)]
        value = formatLang(self.env, self.value, currency_obj=self.currency_id)
        day = fields.Date.to_string(self.date_planned)
        evidence = [
            (self.env._("From Warehouse"), self.warehouse_id.display_name),
            (self.env._("To Warehouse"), self.dest_warehouse_id.display_name),
            (self.env._("Goods"), "; ".join(goods)),
            (self.env._("Needed On"), day),
            (self.env._("Reason"), self.reason),
            (self.env._("Value at Cost"), value, "cost"),
        ]
        return [line for line in evidence if line[1]]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda transfer: transfer.phase == "draft").action_jxc_confirm()

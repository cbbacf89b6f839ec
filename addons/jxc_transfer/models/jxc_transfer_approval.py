from odoo import api, fields, models


class JxcTransfer(models.Model):
    """A transfer may need an approval before the goods leave (K7)."""

    _name = "jxc.transfer"
    _inherit = ["jxc.transfer", "jxc.goods.value", "jxc.approval.mixin"]

    @api.depends("line_ids.product_id", "line_ids.quantity", "line_ids.uom_id")
    def _compute_value(self):
        return super()._compute_value()

    def _valued_goods(self):
        lines = self.line_ids.filtered("product_id")
        return [(line.product_id, line._needed()) for line in lines]

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
        day = fields.Date.to_string(self.date_planned)
        evidence = [
            (self.env._("From Warehouse"), self.warehouse_id.display_name),
            (self.env._("To Warehouse"), self.dest_warehouse_id.display_name),
            (self.env._("Goods"), "; ".join(goods)),
            (self.env._("Needed On"), day),
            (self.env._("Reason"), self.reason),
            self._value_evidence(),
        ]
        return [line for line in evidence if line[1]]

    def _jxc_approval_on_approved(self):
        self.filtered(lambda transfer: transfer.phase == "draft").action_jxc_confirm()

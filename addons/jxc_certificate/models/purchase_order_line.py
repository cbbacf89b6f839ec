from odoo import api, models

#: More of it is an order too; less is not.
MORE = "product_qty"


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_check_certificates()
        return lines

    def write(self, vals):
        before = {line: line.product_qty for line in self} if MORE in vals else {}
        res = super().write(vals)
        if "product_id" in vals or "order_id" in vals:
            self._jxc_check_certificates()
        elif before:
            self.filtered(
                lambda line: (
                    line.product_uom_id
                    and line.product_uom_id.compare(line[MORE], before[line]) > 0
                )
            )._jxc_check_certificates()
        return res

    def _jxc_check_certificates(self):
        """What is added to a confirmed order is ordered too."""
        lines = self.filtered(lambda line: line.order_id.state == "purchase")
        if lines:
            lines.order_id._jxc_check_certificates(lines)

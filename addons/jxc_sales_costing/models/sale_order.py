from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_jxc_cost_rows(self):
        """The rows of the cost ledger of what was shipped and came back."""
        return self._jxc_cost_rows_action(self.sudo().order_line.move_ids)

    def _jxc_cost_rows_action(self, moves):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        names = ", ".join(self[:3].mapped("name"))
        title = f"{action['display_name']} {names}"
        domain = [("move_id", "in", moves.ids)]
        return {**action, "display_name": title, "domain": domain, "context": {}}

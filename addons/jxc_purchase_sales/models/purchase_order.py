from odoo import api, fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    jxc_cause_count = fields.Integer(
        "Sales Orders", compute="_compute_jxc_cause_count", compute_sudo=True
    )

    @api.depends("order_line.jxc_suggestion_ids.jxc_cause_ids")
    def _compute_jxc_cause_count(self):
        for order in self:
            order.jxc_cause_count = len(order._jxc_causes().order_id)

    def _jxc_causes(self):
        return self.order_line.jxc_suggestion_ids.jxc_cause_ids

    def action_jxc_causes(self):
        """The sales orders that this one buys for, and how far they are."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_purchase_sales.jxc_purchase_cause_action"
        )
        return {**action, "domain": [("id", "in", self.sudo()._jxc_causes().ids)]}

from odoo import api, fields, models


class JxcCostPeriod(models.TransientModel):
    """Of which period and which goods: 收发存汇总表 with amounts (T5)."""

    _name = "jxc.cost.period"
    _inherit = ["jxc.period.mixin"]
    _description = "Stock in Quantity and Money, of a Period"

    by_category = fields.Boolean("Subtotals by Category")
    categ_id = fields.Many2one("product.category", "Category")
    product_ids = fields.Many2many("product.product", string="Products")

    @api.readonly
    def action_summary(self):
        """The summary of the period, as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_summary_action"
        )
        context = {
            "jxc_from": fields.Date.to_string(self.date_from),
            "jxc_to": fields.Date.to_string(self.date_to),
        }
        if self.by_category:
            context["search_default_group_categ"] = True
        domain = []
        if self.categ_id:
            domain.append(("categ_id", "child_of", self.categ_id.id))
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        title = f"{action['display_name']} {self.display_name}"
        return {**action, "display_name": title, "context": context, "domain": domain}

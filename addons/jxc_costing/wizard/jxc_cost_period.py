from odoo import api, fields, models


class JxcCostPeriod(models.TransientModel):
    """Of which period and which goods: 收发存汇总表 with amounts (T5)."""

    _name = "jxc.cost.period"
    _inherit = ["jxc.period.mixin"]
    _description = "Stock in Quantity and Money, of a Period"

    by_category = fields.Boolean("Subtotals by Category")
    by_lot = fields.Boolean()
    warehouse_ids = fields.Many2many("stock.warehouse", string="Warehouses")
    by_house = fields.Boolean(compute="_compute_by_house")
    categ_id = fields.Many2one("product.category", "Category")
    product_ids = fields.Many2many("product.product", string="Products")

    @api.depends_context("allowed_company_ids")
    def _compute_by_house(self):
        scopes = self.env.companies.sudo().mapped("jxc_cost_scope")
        self.by_house = "warehouse" in scopes

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
        if self.by_house:
            context["jxc_by_house"] = True
        if self.by_lot:
            context["jxc_by_lot"] = True
        domain = []
        if self.warehouse_ids:
            domain.append(("warehouse_id", "in", self.warehouse_ids.ids))
        if self.categ_id:
            domain.append(("categ_id", "child_of", self.categ_id.id))
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        title = f"{action['display_name']} {self.display_name}"
        return {**action, "display_name": title, "context": context, "domain": domain}

from odoo import SUPERUSER_ID, api, fields, models

from ..logic.pool import AVERAGE, MONTH
from .jxc_cost_change import METHODS


class ProductCategory(models.Model):
    _inherit = "product.category"

    jxc_month_average = fields.Boolean(
        "Weighted Average of the Month",
        company_dependent=True,
        copy=True,
        tracking=True,
        help="With average cost: one cost for all issues of a month, provisional until"
        " the month is closed, instead of a moving average.",
    )
    jxc_cost_method = fields.Selection(
        METHODS,
        "Costing Method (JXC)",
        compute="_compute_jxc_cost_method",
    )

    @api.depends_context("company")
    @api.depends("property_cost_method", "jxc_month_average")
    def _compute_jxc_cost_method(self):
        for category in self:
            method = category.property_cost_method or self.env.company.cost_method
            if method == AVERAGE and category.jxc_month_average:
                method = MONTH
            category.jxc_cost_method = method

    def write(self, vals):
        result = super().write(vals)
        if "property_cost_method" in vals:
            # Without one they have the company's, which may be a standard cost too.
            self._jxc_templates_by_lot()._check_jxc_lots_at_standard()
        if {"property_cost_method", "jxc_month_average"} & vals.keys():
            products = self.env["product.product"].search(
                [("categ_id", "in", self.ids)]
            )
            products._jxc_restate_now(self.env.company)
        return result

    def _jxc_templates_by_lot(self):
        """Products of these of which each lot has a cost of its own."""
        return self.env["product.template"].search(
            [("categ_id", "in", self.ids), ("lot_valuated", "=", True)]
        )

    def _jxc_adopt_company_costing(self, companies):
        """Let the categories that nobody has touched follow the company's settings.

        A category stores the method that was the company's default when it was
        made. Those that came with the host and that no person has changed since
        follow the company; what a user chose stays.
        """
        for company in companies:
            if company._jxc_has_stock_history():
                continue
            shipped = (
                self.env["ir.model.data"]
                .sudo()
                ._read_group([("model", "=", self._name)], [], ["res_id:array_agg"])[0][
                    0
                ]
            )
            untouched = self.with_company(company).search(
                [
                    ("id", "in", shipped or []),
                    ("write_uid", "=", SUPERUSER_ID),
                    ("property_cost_method", "!=", company.cost_method),
                ]
            )
            untouched.property_cost_method = company.cost_method
        return True

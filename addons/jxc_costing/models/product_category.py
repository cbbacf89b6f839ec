from odoo import SUPERUSER_ID, fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    def write(self, vals):
        result = super().write(vals)
        if "property_cost_method" in vals:
            products = self.env["product.product"].search(
                [("categ_id", "in", self.ids)]
            )
            costing = self.env["jxc.cost.ledger"]
            now = dict.fromkeys(products, fields.Datetime.now())
            company = self.env.company
            costing.restate(company, costing.with_rows(company, now))
        return result

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

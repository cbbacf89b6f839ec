from odoo import fields, models

NEGATIVE = [("allow", "Allow"), ("refuse", "Refuse")]


class ProductCategory(models.Model):
    _inherit = "product.category"

    jxc_negative = fields.Selection(
        NEGATIVE,
        string="Negative Stock",
        copy=False,
        groups="stock.group_stock_manager",
        help="Whether transfers may take more of these goods than there is. Empty: as"
        " the category above says, and if none says anything, as the location does.",
    )
    jxc_life_rule_ids = fields.One2many(
        "jxc.life.rule", "categ_id", string="Minimum Remaining Life"
    )

    def _jxc_negative(self):
        """What the category says, or else the nearest one above it."""
        category = self
        while category and not category.jxc_negative:
            category = category.parent_id
        return category.jxc_negative

from odoo import api, fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    jxc_lot_rule_id = fields.Many2one(
        "jxc.lot.rule",
        string="Lot Numbers",
        index="btree_not_null",
        ondelete="restrict",
        help="How lots of these products are numbered. Empty: as the category above"
        " says.",
    )
    jxc_lot_example = fields.Char(
        string="Example of a Lot Number", compute="_compute_jxc_lot_example"
    )

    @api.depends("jxc_lot_rule_id.pattern", "parent_id")
    def _compute_jxc_lot_example(self):
        for category in self:
            category.jxc_lot_example = category._jxc_lot_rule().jxc_example

    def _jxc_lot_rule(self):
        """The rule of the category, or else of the nearest one above it."""
        category = self
        while category and not category.jxc_lot_rule_id:
            category = category.parent_id
        return category.jxc_lot_rule_id

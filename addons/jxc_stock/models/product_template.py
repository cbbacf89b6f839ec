from odoo import api, fields, models

from ..logic.shelf_life import ShelfLife
from .product_category import NEGATIVE


class ProductTemplate(models.Model):
    _inherit = "product.template"

    jxc_shelf_unit = fields.Selection(
        [("day", "Days"), ("month", "Months")],
        string="Shelf Life In",
        required=True,
        default="day",
        help="Months are those of the calendar: six months after August 31 is"
        " the last day of February.",
    )
    jxc_shelf_months = fields.Integer(string="Shelf Life (Months)")
    jxc_negative = fields.Selection(
        NEGATIVE,
        string="Negative Stock",
        groups="stock.group_stock_manager",
        help="Whether transfers may take more than there is. Empty: as the category"
        " says, and if it says nothing, as the location does.",
    )
    expiration_time = fields.Integer(
        compute="_compute_jxc_expiration_time", store=True, readonly=False
    )

    _jxc_shelf_months_positive = models.Constraint(
        "CHECK(jxc_shelf_months >= 0)", "The shelf life cannot be negative."
    )

    @api.depends("jxc_shelf_unit", "jxc_shelf_months")
    def _compute_jxc_expiration_time(self):
        """The host's forecasts reckon in days, about."""
        for template in self:
            if template.jxc_shelf_unit == "month":
                life = ShelfLife(template.jxc_shelf_months, "month")
                template.expiration_time = life.in_days
            else:
                template.expiration_time = template.expiration_time

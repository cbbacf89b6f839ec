from odoo import api, fields, models

from ..logic.pinyin import search_key
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
        # Who copies a product need not be allowed to read it.
        copy=False,
        groups="stock.group_stock_manager",
        help="Whether transfers may take more than there is. Empty: as the category"
        " says, and if it says nothing, as the location does.",
    )
    jxc_life_rule_ids = fields.One2many(
        "jxc.life.rule", "product_tmpl_id", string="Minimum Remaining Life"
    )

    jxc_search_key = fields.Char(
        string="Pinyin Initials",
        compute="_compute_jxc_search_key",
        store=True,
        index="trigram",
    )

    _jxc_shelf_months_positive = models.Constraint(
        "CHECK(jxc_shelf_months >= 0)", "The shelf life cannot be negative."
    )

    @api.depends("name")
    def _compute_jxc_search_key(self):
        """From the names in all languages: who works in English types ddy as well."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        names = [self.with_context(lang=code).mapped("name") for code in codes]
        for template, *of_one in zip(self, *names, strict=True):
            template.jxc_search_key = search_key(of_one)

    @api.model_create_multi
    def create(self, vals_list):
        templates = super().create(vals_list)
        templates._jxc_shelf_days()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if {"jxc_shelf_unit", "jxc_shelf_months"} & vals.keys():
            self._jxc_shelf_days()
        return result

    @api.onchange("jxc_shelf_unit", "jxc_shelf_months")
    def _jxc_shelf_days(self):
        """The host's forecasts reckon in days, about."""
        for template in self.filtered(lambda t: t.jxc_shelf_unit == "month"):
            days = ShelfLife(template.jxc_shelf_months, "month").in_days
            if template.expiration_time != days:
                template.expiration_time = days

from odoo import fields, models


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    jxc_inspection_line_id = fields.Many2one(
        "jxc.inspection.line",
        "Inspection Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

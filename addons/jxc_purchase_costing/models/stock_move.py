from odoo import fields, models

from .product_supplierinfo import PRICE_GROUPS


class StockMove(models.Model):
    _inherit = "stock.move"

    price_unit = fields.Float(groups=PRICE_GROUPS)

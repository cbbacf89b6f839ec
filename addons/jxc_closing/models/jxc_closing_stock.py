from odoo import fields, models


class JxcClosingStock(models.Model):
    """What a product was worth at the end of a closed month; it stays as it was."""

    _name = "jxc.closing.stock"
    _description = "Stock of a Closed Month"
    _order = "closing_id, amount desc, id"
    _log_access = False
    _rec_name = "product_id"

    closing_id = fields.Many2one(
        "jxc.closing", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot", readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    amount = fields.Monetary(readonly=True)

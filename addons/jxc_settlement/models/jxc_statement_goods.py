from odoo import fields, models


class JxcStatementGoods(models.Model):
    """A line of goods of an invoice on a statement."""

    _name = "jxc.statement.goods"
    _description = "Goods on a Statement"
    _order = "line_id, sequence, id"
    _rec_name = "name"

    line_id = fields.Many2one(
        "jxc.statement.line", "Document", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    sequence = fields.Integer()
    product_id = fields.Many2one("product.product", ondelete="set null")
    name = fields.Char("Description")
    quantity = fields.Float(digits="Product Unit")
    uom_id = fields.Many2one("uom.uom", "Unit", ondelete="set null")
    price_unit = fields.Float("Price", digits="Product Price")
    amount = fields.Monetary("Amount with Tax")

    def _jxc_cells(self):
        """Its row in a workbook, under the row of its document."""
        self.ensure_one()
        unit = self.uom_id.name
        goods = [self.name, self.quantity, unit, self.price_unit, self.amount]
        return [None, None, None, None, *goods, None, None, None]

from odoo import fields, models

#: The engine's names of the methods.
METHODS = [
    ("average", "Moving Average"),
    ("month", "Weighted Average of the Month"),
    ("fifo", "First In First Out"),
    ("specific", "Specific Identification"),
    ("standard", "Standard Cost"),
]


class JxcCostChange(models.Model):
    """计价方法变更记录: since when a product is valued by another method, and why.

    Written only by ``jxc.cost.ledger``; the past keeps its method (ADR 0053).
    """

    _name = "jxc.cost.change"
    _description = "Change of Costing Method"
    _order = "at desc, id desc"
    _log_access = False
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    at = fields.Datetime("From", required=True, readonly=True)
    place = fields.Integer(
        "Place in the Cost Ledger", groups=fields.NO_ACCESS, readonly=True
    )
    before = fields.Selection(METHODS, "Method Before", required=True, readonly=True)
    method = fields.Selection(METHODS, required=True, readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id, at)", "One method at a time."
    )

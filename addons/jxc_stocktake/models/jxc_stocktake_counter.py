from odoo import fields, models


class JxcStocktakeCounter(models.Model):
    """Who counts, and where."""

    _name = "jxc.stocktake.counter"
    _description = "Stock-Take Counter"
    _rec_name = "user_id"

    stocktake_id = fields.Many2one(
        "jxc.stocktake", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="stocktake_id.company_id")
    user_id = fields.Many2one("res.users", "Counter", required=True)
    location_ids = fields.Many2many(
        "stock.location", string="Zones", help="Empty: all places of the stock-take."
    )

    _user_uniq = models.UniqueIndex(
        "(stocktake_id, user_id)", "A counter is named once in a stock-take."
    )

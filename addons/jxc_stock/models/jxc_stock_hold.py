from odoo import api, fields, models

#: How many rows one transaction of the cron takes away.
BATCH = 200


class JxcStockHold(models.Model):
    """Stock that is kept for somebody until a moment, and is promised to nobody else.

    Availability counts what is held by the clock: a row that has expired counts no
    more, whether or not the cron has come by. Rows are written by the server only,
    under the lock of product and warehouse.
    """

    _name = "jxc.stock.hold"
    _description = "Stock Held"
    _order = "until, id"
    _rec_name = "product_id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    until = fields.Datetime("Held Until", required=True, readonly=True, index=True)

    _product_warehouse_idx = models.Index("(product_id, warehouse_id)")

    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        holds._mark()
        return holds

    def unlink(self):
        self._mark()
        return super().unlink()

    def _mark(self):
        """What can be promised has changed: limits are looked at again."""
        goods = self.env["stock.move"]._jxc_changes()["goods"]
        goods.update((hold.product_id.id, hold.warehouse_id.id) for hold in self)

    @api.model
    def _cron_expire(self):
        """Take away what has expired."""
        cron = self.env["ir.cron"]
        expired = [("until", "<=", fields.Datetime.now())]
        while gone := self.search(expired, limit=BATCH).try_lock_for_update():
            count = len(gone)
            gone._expire()
            if not cron._commit_progress(count):
                break

    def _expire(self):
        """Who is told that goods are free again extends this."""
        self.unlink()

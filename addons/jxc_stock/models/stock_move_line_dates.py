from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column


class StockMoveLineDates(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "jxc.lot.dates"]

    jxc_production_date = fields.Date(
        compute="_compute_jxc_production_date", store=True, readonly=False
    )

    def _auto_init(self):
        """Old lines have no such date: nothing to compute for a million of them."""
        if not column_exists(self.env.cr, "stock_move_line", "jxc_production_date"):
            create_column(self.env.cr, "stock_move_line", "jxc_production_date", "date")
        return super()._auto_init()

    @api.depends("lot_id.jxc_production_date")
    def _compute_jxc_production_date(self):
        for line in self:
            if line.lot_id:
                line.jxc_production_date = line.lot_id.jxc_production_date
            else:
                line.jxc_production_date = line.jxc_production_date

    @api.depends("product_id", "lot_id.expiration_date", "picking_id.scheduled_date")
    def _compute_expiration_date(self):
        """The host counts days; where nothing was entered we count the months."""
        for line in self:
            product = line.product_id
            if (
                product.use_expiration_date
                and product.jxc_shelf_unit == "month"
                and line.picking_type_use_create_lots
                and not line.lot_id
                and not line.expiration_date
            ):
                day = product._jxc_shelf_life().end(line._jxc_default_day())
                line.expiration_date = line._jxc_end_of(day, line.company_id)
        return super()._compute_expiration_date()

    @api.model
    def _jxc_dated_product(self, vals):
        product = super()._jxc_dated_product(vals)
        return product or self.env["stock.move"].browse(vals.get("move_id")).product_id

    def _jxc_default_day(self):
        planned = self.picking_id.scheduled_date
        if planned:
            return self._jxc_day(planned, self.company_id)
        return super()._jxc_default_day()

    def _prepare_new_lot_vals(self):
        """The lot gets what was entered; the host's guess stays an expiration date."""
        return {
            **super()._prepare_new_lot_vals(),
            "jxc_production_date": self.jxc_production_date,
            "jxc_dates_source": self.jxc_dates_source,
        }

    def _jxc_lot_text(self):
        return self.lot_id.name or self.lot_name or ""

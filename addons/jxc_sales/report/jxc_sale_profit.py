from odoo import fields, models
from odoo.tools import SQL

_SHIPPED = SQL(
    """
    SELECT CASE WHEN l.qty_delivered_method = 'stock_move' THEN l.qty_delivered
                WHEN s.delivery_status IS NULL
                  OR s.delivery_status IN ('partial', 'full') THEN l.product_uom_qty
                ELSE 0
           END AS quantity
    """
)
_MOVED = SQL(
    """
    SELECT SUM(CASE WHEN m.is_in THEN -m.value ELSE m.value END) AS value
      FROM stock_move m
     WHERE m.sale_line_id = l.id
       AND m.state = 'done'
       AND (m.is_in OR m.is_out OR m.is_dropship)
    """
)


class JxcSaleProfit(models.Model):
    _name = "jxc.sale.profit"
    _description = "Gross Profit of Sales"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
    _depends = {
        "sale.order": ["state", "date_order", "delivery_status", "currency_rate"],
        "sale.order.line": [
            "qty_delivered",
            "product_uom_qty",
            "price_reduce_taxexcl",
            "purchase_price",
        ],
        "stock.move": ["state", "value", "is_in", "is_out", "is_dropship"],
    }

    order_id = fields.Many2one("sale.order", "Order", readonly=True)
    date = fields.Datetime("Order Date", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    quantity = fields.Float("Quantity Shipped", readonly=True, digits="Product Unit")
    revenue = fields.Monetary(readonly=True)
    cost = fields.Monetary("Cost of Sales", readonly=True)
    profit = fields.Monetary("Gross Profit", readonly=True)
    rate = fields.Float("Gross Profit Rate", readonly=True, aggregator="avg")

    def action_jxc_open_order(self):
        """From a line of the list to its order."""
        self.ensure_one()
        return self.order_id.get_formview_action()

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.*,
                   row.revenue - row.cost AS profit,
                   (row.revenue - row.cost) / NULLIF(row.revenue, 0) AS rate
              FROM (%s) AS row
             WHERE row.quantity <> 0 OR row.cost <> 0
            """,
            self._jxc_lines(),
        )

    def _jxc_lines(self):
        """One row per order line: what was shipped of goods, what was sold of
        services once the order ships, both in the company's currency."""
        return SQL(
            """
            SELECT l.id, l.order_id, s.date_order AS date, s.company_id,
                   c.currency_id, p.commercial_partner_id AS partner_id, s.user_id,
                   s.team_id, l.warehouse_id, l.product_id, t.categ_id, t.uom_id,
                   shipped.quantity * lu.factor / tu.factor AS quantity,
                   shipped.quantity * l.price_reduce_taxexcl
                     / COALESCE(NULLIF(s.currency_rate, 0), 1) AS revenue,
                   CASE WHEN l.qty_delivered_method = 'stock_move'
                        THEN COALESCE(moved.value, 0)
                        ELSE shipped.quantity * COALESCE(l.purchase_price, 0)
                             / COALESCE(NULLIF(s.currency_rate, 0), 1)
                   END AS cost
              FROM sale_order_line l
              JOIN sale_order s ON s.id = l.order_id
              JOIN res_company c ON c.id = s.company_id
              JOIN res_partner p ON p.id = s.partner_id
              JOIN product_product pp ON pp.id = l.product_id
              JOIN product_template t ON t.id = pp.product_tmpl_id
              JOIN uom_uom lu ON lu.id = l.product_uom_id
              JOIN uom_uom tu ON tu.id = t.uom_id
              JOIN LATERAL (%(shipped)s) shipped ON TRUE
              LEFT JOIN LATERAL (%(moved)s) moved ON TRUE
             WHERE s.state = 'sale'
               AND l.display_type IS NULL
               AND l.is_downpayment IS NOT TRUE
            """,
            shipped=_SHIPPED,
            moved=_MOVED,
        )

    def _read_group_select(self, aggregate_spec, query):
        # The rate of a group is that of its sums, not the mean of its rows' rates.
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%(profit)s) / NULLIF(SUM(%(revenue)s), 0)",
            profit=self._field_to_sql(self._table, "profit", query),
            revenue=self._field_to_sql(self._table, "revenue", query),
        )

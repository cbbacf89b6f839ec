from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

COST = "jxc_base.group_jxc_cost_viewer"
CLASSES = [("a", "A"), ("b", "B"), ("c", "C")]

# Sold or used up at today's cost, returns taken off; the few that make up the first
# part of the value are A, the next B, all others C.
_RANKED = """
    WITH issued AS (
        SELECT l.product_id,
               sum(CASE WHEN here.usage = 'internal' THEN l.quantity_product_uom
                        ELSE -l.quantity_product_uom END) AS quantity
          FROM stock_move_line l
          JOIN stock_location here ON here.id = l.location_id
          JOIN stock_location there ON there.id = l.location_dest_id
         WHERE l.state = 'done' AND l.company_id = %(company)s AND l.date >= %(since)s
           AND (l.owner_id IS NULL OR l.owner_id = %(partner)s)
           AND (here.usage, there.usage) IN (
               ('internal', 'customer'), ('internal', 'production'),
               ('customer', 'internal'), ('production', 'internal'))
         GROUP BY l.product_id
    ), stocked AS (
        SELECT DISTINCT q.product_id FROM stock_quant q
          JOIN stock_location s ON s.id = q.location_id AND s.usage = 'internal'
         WHERE q.company_id = %(company)s
    ), valued AS (
        SELECT product_id, COALESCE(i.quantity, 0) AS quantity,
               GREATEST(COALESCE(i.quantity, 0), 0)
               * COALESCE((p.standard_price->>%(key)s)::numeric, 0) AS value
          FROM issued i FULL JOIN stocked s USING (product_id)
          JOIN product_product p ON p.id = product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
    ), ranked AS (
        SELECT v.*, sum(value) OVER () AS total,
               sum(value) OVER (ORDER BY value DESC, product_id) - value AS before
          FROM valued v
    )
    SELECT product_id, quantity, value,
           CASE WHEN value <= 0 THEN 'c'
                WHEN before * 100 < total * %(a)s THEN 'a'
                WHEN before * 100 < total * %(b)s THEN 'b'
                ELSE 'c' END AS abc_class
      FROM ranked
"""


class JxcStockAbc(models.Model):
    """How much of what a company issues is of one product: A, B or C.

    It is computed at night and never written by hand.
    """

    _name = "jxc.stock.abc"
    _description = "ABC Class"
    _order = "abc_class, issued_quantity desc, id"
    _rec_name = "product_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    categ_id = fields.Many2one(related="product_id.categ_id", string="Category")
    abc_class = fields.Selection(CLASSES, "ABC Class", required=True, readonly=True)
    issued_quantity = fields.Float("Issued", digits="Product Unit", readonly=True)
    issued_value = fields.Monetary("Issued at Cost", readonly=True, groups=COST)

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id)", "A product has one ABC class in a company."
    )

    @api.model
    def _refresh(self, companies):
        """Compute the classes of these companies anew: one statement for each."""
        self.env.flush_all()
        for company in companies:
            self._refresh_company(company)
        self.env["product.product"].invalidate_model(["jxc_abc_class"])
        self.invalidate_model()

    def _refresh_company(self, company):
        since = fields.Datetime.now() - timedelta(days=company.jxc_abc_days)
        ranked = SQL(
            _RANKED,
            company=company.id,
            partner=company.partner_id.id,
            key=str(company.id),
            since=since,
            a=company.jxc_abc_a_percent,
            b=company.jxc_abc_b_percent,
        )
        self.env.cr.execute(
            SQL(
                """
                WITH fresh AS (%(ranked)s), gone AS (
                    DELETE FROM jxc_stock_abc WHERE company_id = %(company)s
                       AND product_id NOT IN (SELECT product_id FROM fresh)
                )
                INSERT INTO jxc_stock_abc AS old (
                    company_id, product_id, abc_class, issued_quantity, issued_value,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(company)s, product_id, abc_class, quantity, value,
                       %(user)s, now() AT TIME ZONE 'UTC',
                       %(user)s, now() AT TIME ZONE 'UTC'
                  FROM fresh
                    ON CONFLICT (company_id, product_id) DO UPDATE
                   SET abc_class = excluded.abc_class,
                       issued_quantity = excluded.issued_quantity,
                       issued_value = excluded.issued_value,
                       write_date = excluded.write_date
                 WHERE (old.abc_class, old.issued_quantity, old.issued_value)
                       IS DISTINCT FROM (excluded.abc_class, excluded.issued_quantity,
                       excluded.issued_value)
                """,
                ranked=ranked,
                company=company.id,
                user=self.env.uid,
            )
        )

    @api.model
    def _cron_refresh(self):
        """Every night."""
        houses = self.env["stock.warehouse"].search([("active", "=", True)])
        self._refresh(houses.company_id)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

#: Order lines from which on one can speak of what is usual.
ENOUGH = 3


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[("order_surge", "Order surge")],
        ondelete={"order_surge": "cascade"},
    )
    surge_factor = fields.Float(
        "Times the Usual",
        default=2.0,
        help="How many times more than usual is a surge.",
    )
    average_days = fields.Integer(
        "Usual Is the Average of Days",
        default=90,
        help="The days before those that are looked at.",
    )

    @api.constrains("kind", "days", "surge_factor", "average_days")
    def _check_surge(self):
        for rule in self.filtered(lambda r: r.kind == "order_surge"):
            if rule.surge_factor < 1 or min(rule.days, rule.average_days) < 1:
                raise ValidationError(
                    self.env._(
                        "The alert rule %(rule)s compares days with the days before:"
                        " enter at least 1 day, for each, and at least 1 time.",
                        rule=rule.name,
                    )
                )

    @api.model
    def _jxc_criteria(self):
        return super()._jxc_criteria() | {"surge_factor", "average_days"}

    @api.model
    def _jxc_goods_kinds(self):
        return super()._jxc_goods_kinds() | {"order_surge"}

    def _jxc_keys(self):
        keys = super()._jxc_keys()
        if self.kind == "order_surge":
            keys |= self.sudo()._jxc_surges().keys()
        return keys

    def _jxc_evaluate_order_surge(self, keys):
        """Products of which far more is ordered in a warehouse than usual."""
        surges = self.sudo()._jxc_surges(keys)
        products, houses = self.env["product.product"], self.env["stock.warehouse"]
        products = products.sudo().browse({row[0] for row in surges.values()})
        houses = houses.sudo().browse({row[1] for row in surges.values()})
        product_of = {product.id: product for product in products}
        house_of = {house.id: house for house in houses}
        text = self.env["jxc.stock.availability"]._text
        found = {}
        for key, (product_id, house_id, recent, usual) in surges.items():
            product, house = product_of[product_id], house_of[house_id]
            found[key] = {
                "name": self.env._(
                    "%(product)s is ordered more than usual in %(warehouse)s",
                    product=product.display_name,
                    warehouse=house.name,
                ),
                "body": self.env._(
                    "%(recent)s %(unit)s in %(days)s days, usually %(usual)s",
                    recent=text(recent),
                    usual=text(usual),
                    unit=product.uom_id.name,
                    days=self.days,
                ),
                "res_model": product._name,
                "res_id": product.id,
                "company_id": house.company_id.id,
            }
        return found

    def _jxc_surges(self, keys=None):
        """{key: (product, warehouse, ordered in the days, usual in as many)}"""
        scope = self._jxc_scope(keys, ("products", "warehouses"))
        self.env.flush_all()
        days = self.average_days
        query = SQL(
            """
            SELECT product_id, warehouse_id, recent, earlier * %(days)s / %(average)s
              FROM (SELECT l.product_id, o.warehouse_id,
                           SUM(l.product_uom_qty * u.factor / own.factor)
                               FILTER (WHERE o.date_order >= %(since)s) AS recent,
                           SUM(l.product_uom_qty * u.factor / own.factor)
                               FILTER (WHERE o.date_order < %(since)s) AS earlier,
                           COUNT(*) FILTER (WHERE o.date_order < %(since)s) AS lines
                      FROM sale_order_line l
                      JOIN sale_order o ON o.id = l.order_id
                      JOIN product_product p ON p.id = l.product_id
                      JOIN product_template t ON t.id = p.product_tmpl_id
                      JOIN uom_uom own ON own.id = t.uom_id
                      JOIN uom_uom u ON u.id = l.product_uom_id
                     WHERE o.state = 'sale' AND l.display_type IS NULL
                       AND t.is_storable AND o.date_order >= %(start)s AND %(goods)s
                     GROUP BY l.product_id, o.warehouse_id) ordered
             WHERE lines >= %(enough)s
               AND recent > %(factor)s * earlier * %(days)s / %(average)s
            """,
            days=self.days,
            average=days,
            since=scope.since,
            start=scope.since - timedelta(days=days),
            goods=scope.goods(SQL("l.product_id"), SQL("o.warehouse_id")),
            enough=ENOUGH,
            factor=self.surge_factor,
        )
        found = {f"{row[0]}:{row[1]}": row for row in self.env.execute_query(query)}
        return found if keys is None else {k: found[k] for k in keys if k in found}

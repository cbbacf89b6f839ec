from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.jxc_stock.sql import among

#: In the company's currency, of the unit that all units of the product come down to.
PRICE = """
    (%(line)s.price_subtotal / %(line)s.product_qty / %(unit)s.factor
     / COALESCE(NULLIF(%(order)s.currency_rate, 0), 1))::numeric
"""


def _price(line, order, unit):
    names = {"line": line, "order": order, "unit": unit}
    return SQL(PRICE, **{key: SQL.identifier(name) for key, name in names.items()})


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[("price_rise", "Purchase price rise")],
        ondelete={"price_rise": "cascade"},
    )
    rise_percent = fields.Float("Rises by More Than (%)", default=10.0, digits=(16, 2))

    @api.constrains("rise_percent")
    def _check_rise_percent(self):
        for rule in self.filtered(lambda r: r.rise_percent < 0):
            raise ValidationError(
                self.env._(
                    "The alert rule %(rule)s looks for rises: enter 0 %% or more.",
                    rule=rule.name,
                )
            )

    @api.model
    def _jxc_criteria(self):
        return super()._jxc_criteria() | {"rise_percent"}

    @api.model
    def _jxc_goods_kinds(self):
        return super()._jxc_goods_kinds() | {"price_rise"}

    @api.model
    def _jxc_surge_kinds(self):
        """Kinds whose alerts (by product and warehouse) say that more is needed than
        the minimum says."""
        return set()

    def _jxc_wanted(self, keys):
        """What has to be there for these alerts of a surge, in the product's unit.

        :return: ``{key: quantity}``
        """
        return {}

    def _jxc_keys(self):
        keys = super()._jxc_keys()
        if self.kind == "price_rise":
            keys |= {str(row[0]) for row in self.sudo()._jxc_price_rises()}
        return keys

    def _jxc_evaluate_price_rise(self, keys):
        """Order lines, still to be received, that cost more than the last time.

        It says by how much, and not the price: alerts are for everybody.
        """
        rows = self.sudo()._jxc_price_rises(keys)
        lines = self.env["purchase.order.line"].sudo().browse([r[0] for r in rows])
        found = {}
        for line, (line_id, rise, before) in zip(lines, rows, strict=True):
            order = line.order_id
            found[str(line_id)] = {
                "name": self.env._(
                    "%(product)s of %(order)s costs %(rise)s %% more than before",
                    product=line.product_id.display_name,
                    order=order.name,
                    rise=f"{rise:.1f}",
                ),
                "body": self.env._(
                    "Compared with %(order)s, the last order of it.", order=before
                ),
                "res_model": order._name,
                "res_id": order.id,
                "company_id": order.company_id.id,
            }
        return found

    def _jxc_price_rises(self, keys=None):
        """Rows of order line, rise in percent, and the order it is compared with."""
        self.env.flush_all()
        company = self.company_id.ids or None
        lines = None if keys is None else [int(key) for key in keys]
        return self.env.execute_query(
            SQL(
                """
                SELECT l.id, (%(now)s / last.price - 1) * 100, last.name
                  FROM purchase_order_line l
                  JOIN purchase_order o ON o.id = l.order_id
                  JOIN stock_picking_type kind ON kind.id = o.picking_type_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                  CROSS JOIN LATERAL (
                        SELECT %(before)s AS price, o2.name
                          FROM purchase_order_line l2
                          JOIN purchase_order o2 ON o2.id = l2.order_id
                          JOIN uom_uom u2 ON u2.id = l2.product_uom_id
                         WHERE l2.product_id = l.product_id AND o2.state = 'purchase'
                           AND o2.company_id = o.company_id AND o2.id <> o.id
                           AND l2.product_qty > 0 AND l2.price_subtotal > 0
                           AND (o2.date_approve, o2.id) < (o.date_approve, o.id)
                         ORDER BY o2.date_approve DESC, o2.id DESC, l2.id DESC
                         LIMIT 1) last
                 WHERE o.state = 'purchase' AND l.display_type IS NULL
                   AND l.product_qty > 0 AND l.qty_received < l.product_qty
                   AND l.jxc_closed IS NOT TRUE
                   AND ROUND((%(now)s / last.price - 1) * 100, 2) > %(percent)s
                   AND %(lines)s AND %(companies)s AND %(products)s AND %(houses)s
                """,
                now=_price("l", "o", "u"),
                before=_price("l2", "o2", "u2"),
                percent=self.rise_percent,
                lines=among(SQL("l.id"), lines),
                companies=among(SQL("o.company_id"), company),
                products=among(SQL("l.product_id"), self._jxc_products()),
                houses=among(SQL("kind.warehouse_id"), self.warehouse_ids.ids or None),
            )
        )

from odoo import api, fields, models
from odoo.tools import SQL

from .. import sql_alert

PAIRS = ("below_min", "above_max", "out_of_stock", "negative", "no_movement")
#: What the parts of a key are, by kind.
KINDS = {
    **dict.fromkeys(PAIRS, ("products", "warehouses")),
    **dict.fromkeys(("expiring", "expired"), ("lots", "warehouses")),
    **dict.fromkeys(("receipt_late", "delivery_late"), ("pickings",)),
}


class JxcAlertRule(models.Model):
    """Kinds that watch goods. Their keys are ``product:warehouse``, ``lot:warehouse``
    and ``picking``; what is in breach is told by one statement (``sql_alert``)."""

    _inherit = "jxc.alert.rule"

    kind = fields.Selection(
        selection_add=[
            ("below_min", "Stock below minimum"),
            ("above_max", "Stock above maximum"),
            ("out_of_stock", "Out of stock"),
            ("negative", "Negative stock"),
            ("no_movement", "No movement"),
            ("expiring", "Expiring soon"),
            ("expired", "Expired"),
            ("receipt_late", "Receipt late"),
            ("delivery_late", "Delivery late"),
        ],
        ondelete=dict.fromkeys(KINDS, "cascade"),
    )
    expiry_at = fields.Selection(
        [
            ("days", "Some days before it expires"),
            ("third", "A third of its life left"),
            ("sixth", "A sixth of its life left"),
        ],
        string="Warns at",
        required=True,
        default="days",
        help="The life of a lot is the one that the product says; without it, it began"
        " when the lot was created.",
    )
    watches_goods = fields.Boolean(compute="_compute_watches_goods")
    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses", help="None: all of them."
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Categories",
        help="With what they contain. None: all of them.",
    )
    product_ids = fields.Many2many(
        "product.product",
        string="Products",
        domain=[("is_storable", "=", True)],
        help="Without products and categories the rule watches all of them.",
    )

    @api.model
    def _jxc_criteria(self):
        scope = {"expiry_at", "warehouse_ids", "categ_ids", "product_ids"}
        return super()._jxc_criteria() | scope

    @api.model
    def _jxc_goods_kinds(self):
        """The kinds whose rules may be for some warehouses and products only."""
        return set(KINDS)

    @api.model
    def _jxc_kind_models(self):
        pickings = dict.fromkeys(("receipt_late", "delivery_late"), "stock.picking")
        return {**super()._jxc_kind_models(), **pickings}

    @api.depends("kind")
    def _compute_watches_goods(self):
        kinds = self._jxc_goods_kinds()
        for rule in self:
            rule.watches_goods = rule.kind in kinds

    def _jxc_keys(self):
        """All that is in breach, found by one statement, beside what has an alert:
        much becomes late, old or expired without a movement."""
        keys = super()._jxc_keys()
        if self.kind in KINDS:
            keys |= self._jxc_breaching()
        return keys

    def _jxc_evaluate(self, kind, keys):
        if kind not in KINDS:
            return super()._jxc_evaluate(kind, keys)
        breaches = self._jxc_breaches(keys)
        return self.env["jxc.stock.alert.text"]._payloads(kind, breaches)

    def _jxc_breaching(self):
        """The keys of all that is in breach now, without their figures."""
        self.env.flush_all()
        names = {"warehouses": "warehouse_id", "pickings": "picking_id"}
        names |= {"products": "product_id", "lots": "lot_id"}
        columns = [SQL.identifier(names[part]) for part in KINDS[self.kind]]
        query = SQL(
            "SELECT %s FROM (%s) breach",
            SQL(", ").join(columns),
            self._jxc_statement(None),
        )
        return {":".join(map(str, row)) for row in self.env.execute_query(query)}

    def _jxc_breaches(self, keys):
        """Those of ``keys`` that are in breach now.

        :return: {key: row of the statement of the kind}
        """
        if not keys:
            return {}
        self.env.flush_all()
        parts = len(KINDS[self.kind])
        found = {
            ":".join(map(str, row[:parts])): row
            for row in self.env.execute_query(self._jxc_statement(keys))
        }
        return {key: found[key] for key in keys if key in found}

    def _jxc_statement(self, keys):
        scope = self.sudo()._jxc_scope(keys, KINDS[self.kind])
        return getattr(sql_alert, self.kind)(scope)

    def _jxc_scope(self, keys, parts):
        """The rule's goods and places, and of those the ones of the keys.

        :param parts: what the parts of a key are, fields of ``sql_alert.Scope``.
        """
        limits = {
            "products": self._jxc_products(),
            "warehouses": self._jxc_warehouse_ids(),
        }
        if keys is not None:
            columns = zip(*(map(int, key.split(":")) for key in keys), strict=True)
            for name, ids in zip(parts, columns, strict=True):
                limits[name] = self._jxc_both(limits.get(name), set(ids))
        return sql_alert.Scope(
            now=fields.Datetime.now(),
            digits=self.env["decimal.precision"].precision_get("Product Unit"),
            days=self.days,
            life={"third": 3, "sixth": 6}.get(self.expiry_at, 0),
            **limits,
        )

    def _jxc_warehouse_ids(self):
        if not self.warehouse_ids and not self.company_id:
            return None
        houses = self.warehouse_ids
        if not houses:
            domain = [("company_id", "=", self.company_id.id)]
            houses = houses.with_context(active_test=False).search(domain)
        return set(houses.ids)

    def _jxc_products(self):
        """A SELECT of the rule's products; none where it watches all of them."""
        if not self.product_ids and not self.categ_ids:
            return None
        inside = [("id", "child_of", self.categ_ids.ids)]
        return SQL(
            """
            SELECT p.id FROM product_product p
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE p.id = ANY(%s) OR t.categ_id = ANY(%s)
            """,
            self.product_ids.ids,
            self.categ_ids.search(inside).ids,
        )

    def _jxc_both(self, known, ids):
        if isinstance(known, SQL):
            query = SQL("SELECT id FROM (%s) p WHERE id = ANY(%s)", known, list(ids))
            return {row[0] for row in self.env.execute_query(query)}
        return ids if known is None else known & ids

from datetime import date

from odoo import api, fields, models
from odoo.tools import SQL

from .jxc_cost_row import PLACES

PERIOD = ("jxc_from", "jxc_to")
CONTEXT = (*PERIOD, "jxc_by_lot")
UNIT = "Product Unit"


def _quantity(label):
    return fields.Float(label, digits=UNIT, readonly=True, depends_context=CONTEXT)


def _amount(label):
    return fields.Monetary(label, readonly=True, depends_context=CONTEXT)


class JxcCostSummary(models.Model):
    """收发存汇总表: opening, in, out and closing of a period, in quantity and money.

    Sums of ``jxc.cost.row``; the period comes with the context. Whoever reads the model
    may see costs (its access rights say so), so no field needs a group of its own.
    """

    _name = "jxc.cost.summary"
    _description = "Stock Summary in Quantity and Money"
    _auto = False
    _order = "product_id, place, id"
    _rec_name = "product_id"
    _depends = {
        "jxc.cost.row": ["company_id", "product_id", "date", "quantity", "amount"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    # Of the query, as related it would be looked up through each product.
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    place = fields.Selection(PLACES, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot", readonly=True, depends_context=CONTEXT)
    currency_id = fields.Many2one("res.currency", readonly=True)
    opening_quantity = _quantity("Opening")
    opening_amount = _amount("Opening Amount")
    in_quantity = _quantity("In")
    in_amount = _amount("In Amount")
    out_quantity = _quantity("Out")
    out_amount = _amount("Out Amount")
    adjusted_amount = _amount("Adjusted")
    closing_quantity = _quantity("Closing")
    closing_amount = _amount("Closing Amount")
    closing_cost = fields.Float(
        "Closing Unit Cost",
        digits="Product Price",
        readonly=True,
        aggregator=None,
        depends_context=CONTEXT,
    )

    @property
    def _table_query(self):
        first, last = self._jxc_period()
        within = SQL("r.date >= %s", first)
        # Not NULL alone: a constant cannot be grouped by.
        lot = SQL("NULLIF(r.product_id, r.product_id)")
        if self.env.context.get("jxc_by_lot"):
            lot = SQL("r.lot_id")
        return SQL(
            """
            SELECT MIN(r.id) AS id, r.product_id, r.company_id,
                   t.categ_id, t.uom_id, c.currency_id, r.place, r.warehouse_id,
                   %(lot)s AS lot_id,
                   %(opening_quantity)s AS opening_quantity,
                   %(opening_amount)s AS opening_amount,
                   %(in_quantity)s AS in_quantity,
                   %(in_amount)s AS in_amount,
                   -%(out_quantity)s AS out_quantity,
                   -%(out_amount)s AS out_amount,
                   %(adjusted_amount)s AS adjusted_amount,
                   SUM(r.quantity) AS closing_quantity,
                   SUM(r.amount) AS closing_amount,
                   SUM(r.amount) / NULLIF(SUM(r.quantity), 0) AS closing_cost
              FROM jxc_cost_row r
              JOIN product_product p ON p.id = r.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN res_company c ON c.id = r.company_id
             WHERE r.date <= %(last)s
             GROUP BY r.product_id, r.company_id, t.categ_id, t.uom_id,
                      c.currency_id, r.place, r.warehouse_id, %(lot)s
            HAVING bool_or(%(within)s) OR SUM(r.quantity) <> 0 OR SUM(r.amount) <> 0
            """,
            **self._jxc_sums(within),
            within=within,
            last=last,
            lot=lot,
        )

    def _jxc_sums(self, within):
        """The columns, where ``within`` says which rows are of the period."""
        before = SQL("NOT %s", within)
        come = SQL("%s AND r.quantity > 0", within)
        go = SQL("%s AND r.quantity < 0", within)
        return {
            "opening_quantity": _sum("quantity", before),
            "opening_amount": _sum("amount", before),
            "in_quantity": _sum("quantity", come),
            "in_amount": _sum("amount", come),
            "out_quantity": _sum("quantity", go),
            "out_amount": _sum("amount", go),
            "adjusted_amount": _sum("amount", SQL("%s AND r.quantity = 0", within)),
        }

    @api.model
    def _jxc_period(self):
        """From the context; what is missing has no end."""
        ends = zip(PERIOD, (date.min, date.max), strict=True)
        return [fields.Date.to_date(self.env.context.get(n)) or d for n, d in ends]

    @api.readonly
    def action_jxc_ledger(self):
        """The movements that the figures of this row are made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        ends = zip((">=", "<="), PERIOD, strict=True)
        title = f"{action['display_name']} {self.product_id.display_name}"
        domain = [
            ("product_id", "=", self.product_id.id),
            ("company_id", "=", self.company_id.id),
            ("place", "=", self.place),
            ("warehouse_id", "=", self.warehouse_id.id),
        ]
        # Of a period without an end there is no day that a client could read.
        domain += [
            ("date", sign, fields.Date.to_string(fields.Date.to_date(day)))
            for sign, name in ends
            if (day := self.env.context.get(name))
        ]
        if self.lot_id:
            domain.append(("lot_id", "=", self.lot_id.id))
        return {**action, "display_name": title, "domain": domain}


def _sum(column, where):
    return SQL(
        "COALESCE(SUM(%s) FILTER (WHERE %s), 0)", SQL.identifier("r", column), where
    )

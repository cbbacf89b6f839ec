from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

#: What a line takes: what was ordered; closed short, what came or was billed.
_TAKEN = SQL(
    """
    l.price_subtotal * CASE WHEN l.jxc_closed AND l.product_qty > 0
         THEN GREATEST(l.qty_received, l.qty_invoiced, 0) / l.product_qty ELSE 1 END
    """
)
_CATEGORIES = SQL(
    """
    SELECT FROM jxc_purchase_budget_product_category_rel rel
      JOIN product_category top ON top.id = rel.product_category_id
     WHERE rel.jxc_purchase_budget_id = b.id
    """
)


class JxcPurchaseBudget(models.Model):
    """What may be spent on goods in a period; used by what was ordered (P4)."""

    _name = "jxc.purchase.budget"
    _description = "Purchase Budget"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        tracking=True,
    )
    date_to = fields.Date("To", required=True, tracking=True)
    categ_ids = fields.Many2many(
        "product.category",
        string="Categories",
        help="Only goods of these categories and those below them. Empty: all goods.",
    )
    amount = fields.Monetary("Budget", required=True, tracking=True)
    used = fields.Monetary(
        compute="_compute_used",
        help="Confirmed orders of the period, without tax, in the company's currency."
        " Of what was closed short, what was received or billed.",
    )
    left = fields.Monetary(compute="_compute_used")
    used_share = fields.Float("Used (%)", compute="_compute_used", digits=(16, 1))

    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "A budget ends after it has begun."
    )

    @api.constrains("amount")
    def _check_amount(self):
        for budget in self:
            if budget.currency_id.compare_amounts(budget.amount, 0.0) <= 0:
                raise ValidationError(
                    self.env._(
                        "%(budget)s: a budget is more than nothing.", budget=budget.name
                    )
                )

    @api.depends("company_id", "date_from", "date_to", "categ_ids", "amount")
    def _compute_used(self):
        used = self._ordered()
        for budget in self:
            budget.used = used.get(budget._origin.id, 0.0)
            budget.left = budget.amount - budget.used
            share = budget.used / budget.amount * 100 if budget.amount else 0.0
            budget.used_share = share

    def _ordered(self):
        """What confirmed orders take, by one statement.

        :return: ``{budget id: amount without tax in the company's currency}``
        """
        self.flush_model(["company_id", "date_from", "date_to", "categ_ids"])
        self.env["purchase.order"].flush_model()
        self.env["purchase.order.line"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT b.id,
                       SUM(ROUND((%(taken)s / o.currency_rate)::numeric, %(d)s))
                  FROM jxc_purchase_budget b
                  JOIN purchase_order o
                    ON o.company_id = b.company_id AND o.state = 'purchase'
                   AND (COALESCE(o.date_approve, now() AT TIME ZONE 'UTC')
                        AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                       BETWEEN b.date_from AND b.date_to
                  JOIN purchase_order_line l ON l.order_id = o.id
                  JOIN product_product p ON p.id = l.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id
                  LEFT JOIN product_category c ON c.id = t.categ_id
                 WHERE b.id = ANY(%(budgets)s) AND o.currency_rate > 0
                   AND (NOT EXISTS (%(any)s)
                        OR EXISTS (%(any)s AND c.parent_path LIKE top.parent_path
                                                                  || '%%'))
                 GROUP BY b.id
                """,
                d=self.env.company.currency_id.decimal_places,
                tz=self.env.user.tz or "UTC",
                budgets=self._origin.ids,
                any=_CATEGORIES,
                taken=_TAKEN,
            )
        )
        return {budget: float(amount) for budget, amount in rows}

    def _covers(self, order, line):
        """Whether a line of a purchase order is paid from this budget."""
        self.ensure_one()
        day = fields.Datetime.context_timestamp(
            order, order.date_approve or fields.Datetime.now()
        ).date()
        path = line.product_id.categ_id.parent_path or ""
        tops = self.categ_ids.mapped("parent_path")
        return (
            order.company_id == self.company_id
            and self.date_from <= day <= self.date_to
            and (not tops or any(path.startswith(top) for top in tops))
        )

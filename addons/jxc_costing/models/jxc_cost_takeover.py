from datetime import datetime

from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.takeover import Facts, reason
from ..takeover_sql import query
from .jxc_cost_mixin import COST_GROUP

REASONS = [
    ("short", "Issued before It Was There"),
    ("returned", "Return at Another Cost than It Went or Came At"),
    ("backdated", "Something Earlier Was Entered Later"),
    ("moment", "Received in the Same Second"),
    ("rounding", "Cents"),
    ("document", "Documents Say Another Cost"),
    ("later", "Its Cost Was Known Later"),
    ("older", "Dated before the Product Was Made"),
]


class JxcCostTakeover(models.Model):
    """接管核对: what the host said before there was a ledger, and what is right (T5).

    A row for the stock of each product that had a history, kept for all of them; and
    one for each movement whose amount was another. Written by ``jxc.cost.ledger``
    when it meets the product for the first time.
    """

    _name = "jxc.cost.takeover"
    _description = "Cost Taken Over from the Host"
    _order = "product_id, at desc, id desc"
    _log_access = False
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    categ_id = fields.Many2one(related="product_id.categ_id")
    move_id = fields.Many2one(
        "stock.move", "Movement", readonly=True, index="btree_not_null"
    )
    reference = fields.Char(related="move_id.reference")
    what = fields.Selection(
        [("stock", "Stock"), ("in", "Received"), ("out", "Issued")],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("waiting", "Waiting"), ("read", "Read"), ("done", "Done")],
        required=True,
        readonly=True,
    )
    at = fields.Datetime("Moment", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    host_amount = fields.Monetary("Amount before", readonly=True, groups=COST_GROUP)
    amount = fields.Monetary("Right Amount", readonly=True, groups=COST_GROUP)
    difference = fields.Monetary(readonly=True, groups=COST_GROUP)
    reason = fields.Selection(REASONS, readonly=True)

    _product_uniq = models.UniqueIndex(
        "(company_id, product_id) WHERE move_id IS NULL",
        "The stock of a product is taken over once.",
    )
    # Every posting asks whether something waits.
    _waiting_idx = models.Index("(product_id) WHERE state = 'waiting'")

    @api.private
    def begin(self):
        """Note the products that have a history and no ledger yet."""
        self.env.cr.execute(query("begin"))
        self.invalidate_model()

    @api.private
    def read_host(self, company, products):
        """Keep what the host says of products, before anything is told to it."""
        waiting = self.search(
            [
                ("company_id", "=", company.id),
                ("product_id", "in", products.ids),
                ("state", "=", "waiting"),
            ]
        )
        if not waiting:
            return
        now = fields.Datetime.now()
        mine = waiting.product_id.with_company(company)
        mine = mine.with_context(allowed_company_ids=company.ids)
        # Without rows the host computes; with what it knew before this document.
        mine.invalidate_recordset(["total_value", "qty_available"], flush=False)
        worth = {p.id: (p.qty_available, p.total_value) for p in mine}
        for one in waiting:
            quantity, amount = worth[one.product_id.id]
            one.write(
                {
                    "state": "read",
                    "at": now,
                    "quantity": quantity,
                    "host_amount": amount,
                }
            )
        self.env.flush_all()
        asked = {"company": company.id, "products": waiting.product_id.ids}
        self.env.cr.execute(query("keep_moves", **asked))

    @api.private
    def take_over(self, moves):
        """Build the ledger of those that wait and are about to be moved."""
        waiting = self.search(
            [
                ("company_id", "in", moves.company_id.ids),
                ("product_id", "in", moves.product_id.ids),
                ("state", "=", "waiting"),
            ]
        )
        for company, some in waiting.grouped("company_id").items():
            moments = dict.fromkeys(some.product_id, datetime.min)
            self.env["jxc.cost.ledger"].restate(company, moments)

    @api.private
    def compare(self, company, products):
        """Set the ledger's amounts beside the host's; what agrees is forgotten."""
        stocks = self.search(
            [
                ("company_id", "=", company.id),
                ("product_id", "in", products.ids),
                ("state", "=", "read"),
                ("move_id", "=", False),
            ]
        )
        if not stocks:
            return
        self.env.flush_all()
        asked = {"company": company.id, "products": stocks.product_id.ids}
        self.env.cr.execute(query("compare_moves", **asked))
        differ = self.env.execute_query(query("facts", **asked))
        reasons, largest = {}, {}
        for row, product, *facts in differ:
            facts = Facts(*facts)
            reasons[row] = reason(facts)
            size = abs(facts.difference)
            largest[product] = max(
                largest.get(product, (0, None)), (size, reasons[row])
            )
        if reasons:
            ids, whys = map(list, zip(*reasons.items(), strict=True))
            self.env.cr.execute(query("tell_reasons", ids=ids, reasons=whys))
        stocks._compare_stock(company, largest)
        self.env.flush_all()
        self.invalidate_model()

    def _compare_stock(self, company, largest):
        """The same of what is there of products.

        :param largest: {product id: (size, reason)} of the movement that differs most
        """
        products = self.product_id.ids
        asked = {"company": company.id, "products": products}
        older = {p for (p,) in self.env.execute_query(query("older", **asked))}
        balances = self.env["jxc.cost.ledger"].balances(company, products)
        for one in self:
            amount = balances.get(one.product_id.id, (0, 0, 0))[1]
            difference = one.currency_id.round(amount - one.host_amount)
            why = largest.get(one.product_id.id, (0, "later"))[1]
            if one.product_id.id in older:
                why = "older"
            one.write(
                {
                    "state": "done",
                    "amount": amount,
                    "difference": difference,
                    "reason": why if difference else False,
                }
            )

    @api.private
    def progress(self):
        """(products that are done, all of them), of all companies."""
        [(done, everything)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FILTER (WHERE state = 'done'), count(*)"
                " FROM jxc_cost_takeover WHERE move_id IS NULL"
            )
        )
        return done, everything

from collections import defaultdict
from decimal import Decimal
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import moments
from ..logic import counting
from .jxc_stock_abc import CLASSES

UNIT = "Product Unit"
COST = "jxc_base.group_jxc_cost_viewer"
KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")
BOOK = "book_quantity"
#: What a counter of a blind plan must not know before it is his no more.
UNSEEN = {
    BOOK: 0.0,
    "difference": 0.0,
    "difference_value": 0.0,
    "is_right": False,
}
PEOPLE = {"counted_by_ids", "first_counter_ids"}
WRITABLE = {"count_input", "reason_id", "note"}

# What lies there now, less what moved since; counts that were posted since stay in.
# The first of the moments is given besides: few movements are younger.
_SAME = "{0}.product_id = l.product_id AND {0}.lot_id IS NOT DISTINCT FROM l.lot_id"
_SAME += " AND {0}.owner_id IS NOT DISTINCT FROM l.owner_id"
_BOOKS = f"""
    WITH l AS (
        SELECT l.id, l.product_id, l.location_id, l.lot_id, l.package_id, l.owner_id,
               a.at
          FROM unnest(%s::int[], %s::timestamp[]) AS a (id, at)
          JOIN jxc_stocktake_line l ON l.id = a.id
    ), lying AS (
        SELECT l.id, SUM(q.quantity) AS quantity
          FROM l
          JOIN stock_quant q ON q.location_id = l.location_id AND {_SAME.format("q")}
           AND q.package_id IS NOT DISTINCT FROM l.package_id
         GROUP BY l.id
    ), moved AS (
        SELECT l.id,
               SUM(CASE WHEN m.location_dest_id = l.location_id
                         AND m.result_package_id IS NOT DISTINCT FROM l.package_id
                        THEN m.quantity_product_uom ELSE 0 END)
             - SUM(CASE WHEN m.location_id = l.location_id
                         AND m.package_id IS NOT DISTINCT FROM l.package_id
                        THEN m.quantity_product_uom ELSE 0 END) AS quantity
          FROM stock_move_line m
          JOIN stock_move sm ON sm.id = m.move_id
          JOIN l ON l.location_id IN (m.location_id, m.location_dest_id)
           AND {_SAME.format("m")}
         WHERE m.state = 'done' AND sm.is_inventory IS NOT TRUE
           AND m.date >= date_trunc('second', %s::timestamp)
           AND (m.date > l.at
                OR m.date = date_trunc('second', l.at) AND m.jxc_dated_at > l.at)
         GROUP BY l.id
    )
    SELECT l.id, COALESCE(lying.quantity, 0) - COALESCE(moved.quantity, 0)
      FROM l
      LEFT JOIN lying USING (id)
      LEFT JOIN moved USING (id)
"""


class JxcStocktakeLine(models.Model):
    """What lies in one place: what the books said when it was counted, and the count.

    Everything here follows from the counts; nobody writes it.
    """

    _name = "jxc.stocktake.line"
    _description = "Stock-Take Line"
    _order = "stocktake_id desc, location_id, product_id, lot_id, id"
    _rec_name = "product_id"

    stocktake_id = fields.Many2one(
        "jxc.stocktake", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_state = fields.Selection(related="stocktake_id.state", string="Plan Status")
    blind = fields.Boolean(related="stocktake_id.blind")
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id", string="Category")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    location_id = fields.Many2one("stock.location", required=True, readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", readonly=True)
    package_id = fields.Many2one("stock.package", "Package", readonly=True)
    owner_id = fields.Many2one("res.partner", "Owner", readonly=True)
    of_others = fields.Boolean(
        "Goods of Others",
        compute="_compute_of_others",
        store=True,
        help="They belong to somebody else: they are counted and corrected, and are"
        " worth nothing in our books.",
    )
    found = fields.Boolean(readonly=True, help="Was not on the list at the start.")
    book_quantity = fields.Float("Book", digits=UNIT, readonly=True)
    counted_quantity = fields.Float("Counted", digits=UNIT, readonly=True)
    count_input = fields.Float(
        "Enter Count",
        digits=UNIT,
        compute="_compute_count_input",
        inverse="_inverse_count_input",
    )
    counted_at = fields.Datetime(
        "Counted On", readonly=True, help="The book quantity is that of this moment."
    )
    counted_by_ids = fields.Many2many("res.users", string="Counted By", readonly=True)
    difference = fields.Float(digits=UNIT, readonly=True)
    difference_value = fields.Monetary("Value at Cost", readonly=True, groups=COST)
    is_right = fields.Boolean("Right", readonly=True)
    first_score = fields.Float(
        "Right at First Count in %",
        readonly=True,
        aggregator="avg",
        help="100 where the first count agreed with the books, or was within the"
        " tolerance; 0 where it did not.",
    )
    first_counter_ids = fields.Many2many(
        "res.users",
        "jxc_stocktake_line_first_counter_rel",
        string="First Counted By",
        readonly=True,
    )
    abc_class = fields.Selection(
        CLASSES,
        "ABC Class",
        compute="_compute_abc_class",
        store=True,
        help="As it was when the counting began.",
    )
    recount_at = fields.Datetime("Recount Asked On", readonly=True)
    round = fields.Integer(readonly=True, default=0, help="0: first count, 1: recount.")
    reason_id = fields.Many2one("stock.scrap.reason.tag", "Reason")
    note = fields.Char()
    state = fields.Selection(
        [
            ("to_count", "To Count"),
            ("counted", "Counted"),
            ("recount", "To Recount"),
            ("ok", "Checked"),
        ],
        "Status",
        required=True,
        default="to_count",
        readonly=True,
    )
    count_ids = fields.One2many("jxc.stocktake.count", "line_id", "Counts")

    _place_uniq = models.UniqueIndex(
        "(stocktake_id, product_id, location_id, COALESCE(lot_id, 0),"
        " COALESCE(package_id, 0), COALESCE(owner_id, 0))",
        "A place, product and lot has one line in a stock-take.",
    )

    @api.depends("owner_id", "company_id.partner_id")
    def _compute_of_others(self):
        for line in self:
            line.of_others = line.owner_id and (
                line.owner_id != line.company_id.partner_id
            )

    @api.depends("product_id", "company_id")
    def _compute_abc_class(self):
        for company, lines in self.grouped("company_id").items():
            classes = lines.product_id._jxc_abc_classes(company)
            for line in lines:
                line.abc_class = classes.get(line.product_id.id, "c")

    def _compute_count_input(self):
        for line in self:
            line.count_input = line.counted_quantity

    def _inverse_count_input(self):
        self._enter({line: line.count_input for line in self})

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._refuse_write()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - WRITABLE:
            self._refuse_write()
        if "reason_id" in vals or "note" in vals:
            for line in self.filtered(lambda line: line.plan_state == "posted"):
                raise UserError(
                    self.env._(
                        "%(plan)s is posted: its reasons stay as they are.",
                        plan=line.stocktake_id.name,
                    )
                )
        return super().write(vals)

    def _refuse_write(self):
        raise UserError(
            self.env._(
                "What was counted and what the books said is not written. Enter a"
                " count: it makes a record."
            )
        )

    def action_zero(self):
        """Say that nothing is there, of lines that nobody has counted."""
        waiting = self.filtered(lambda line: line.state in ("to_count", "recount"))
        waiting._enter(dict.fromkeys(waiting, 0.0))

    def _enter(self, quantities):
        """Counts of these lines as the user enters them at a desk."""
        now = str(moments.now())
        answer = self.env["jxc.stocktake"].jxc_push(
            [
                {
                    "client_id": str(uuid4()),
                    "stocktake_id": line.stocktake_id.id,
                    "quantity": quantity,
                    "kind": "set",
                    "device_time": now,
                }
                | {name: line[name].id for name in KEY}
                for line, quantity in quantities.items()
            ]
        )
        for result in answer["results"]:
            if result["status"] == "refused":
                raise UserError(result["message"])

    # --- the result of the counts ----------------------------------------------------

    def _refresh(self):
        """Write what the counts and the books say."""
        results = self._results()
        books = self._books({line: result.at for line, result in results.items()})
        people, changes = defaultdict(list), defaultdict(list)
        for line in self:
            result = results.get(line)
            vals = line._figures(result, books[line.id]) if result else line._blank()
            for name in PEOPLE & vals.keys():
                users = vals.pop(name)
                if set(line[name].ids) != set(users):
                    people[name, users].append(line.id)
            changed = (item for item in vals.items() if line[item[0]] != item[1])
            changes[tuple(changed)].append(line.id)
        # Of many lines nothing but the state changes, and many have the same counters.
        for changed, line_ids in changes.items():
            if changed:
                self.browse(line_ids).write(dict(changed))
        for (name, users), line_ids in people.items():
            self.browse(line_ids).write({name: [(6, 0, users)]})

    def _refresh_before_posting(self):
        """What was right is looked at again only where the books have changed."""
        books = self._books({line: line.counted_at for line in self})
        self.filtered(
            lambda line: (
                not line.is_right
                or line.state == "recount"
                or line.uom_id.compare(line.book_quantity, books[line.id])
            )
        )._refresh()

    def _results(self):
        self.flush_model(["round"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT c.line_id, c.client_id, c.kind, c.quantity::text,
                       c.device_time, c.user_id, COALESCE(c.undo_of, '')
                  FROM jxc_stocktake_count c
                  JOIN jxc_stocktake_line l ON l.id = c.line_id
                 WHERE l.id IN %s AND c.round >= l.round
                """,
                tuple(self.ids) or (0,),
            )
        )
        counts = defaultdict(list)
        for line_id, client_id, kind, quantity, *rest in rows:
            count = counting.Count(client_id, kind, Decimal(quantity), *rest)
            counts[line_id].append(count)
        found = {line: counting.counted(counts[line.id]) for line in self}
        return {line: result for line, result in found.items() if result}

    def _books(self, moments):
        """What another count has corrected since is in the books: it found the same.

        :return: ``{line id: what the books say for the moment}``
        """
        if not moments:
            return {}
        self.env["stock.quant"].flush_model()
        self.env["stock.move.line"].flush_model()
        moments = [(line.id, at) for line, at in moments.items()]
        rows = self.env.execute_query(
            SQL(
                _BOOKS,
                [line_id for line_id, _at in moments],
                [at for _line_id, at in moments],
                min(at for _line_id, at in moments),
            )
        )
        return dict(rows)

    def _blank(self):
        nothing = {"state": "recount" if self.round else "to_count"}
        nothing |= {"counted_quantity": 0.0, "counted_at": False}
        if self.blind:
            return nothing | UNSEEN
        return nothing | {name: UNSEEN[name] for name in UNSEEN.keys() - {BOOK}}

    def _hide_books(self):
        """It is being counted again, and blind."""
        self.write(UNSEEN | {"state": "counted"})

    def _figures(self, result, book):
        self.ensure_one()
        uom, plan = self.uom_id, self.stocktake_id
        quantity = uom.round(float(result.quantity))
        difference = uom.round(quantity - book)
        cost = self.product_id.with_company(plan.company_id).standard_price
        value = 0.0 if self.of_others else plan.currency_id.round(difference * cost)
        right = uom.is_zero(difference)
        vals = {
            "counted_quantity": quantity,
            "counted_at": result.at,
            "book_quantity": book,
            "difference": difference,
            "difference_value": value,
            "is_right": right,
            "state": "counted",
            "counted_by_ids": result.users,
        }
        if plan.state == "review":
            vals["state"] = "ok"
            if not self.round:
                vals |= self._first_figures(vals)
            if not self.round and not right and plan._is_over(vals):
                vals |= {
                    "state": "recount",
                    "round": 1,
                    "recount_at": moments.now(),
                }
        if plan.blind and vals["state"] in ("counted", "recount"):
            # Nothing is there for anybody to read, by whatever way.
            vals |= UNSEEN
            if vals["state"] == "recount":
                vals |= {"counted_quantity": 0.0, "counted_at": False}
        return vals

    def _first_figures(self, vals):
        """How well it was counted the first time, which a recount does not change."""
        plan = self.stocktake_id
        tolerant = plan.tolerance_percent or plan.tolerance_value
        good = vals["is_right"] or (tolerant and not plan._is_over(vals))
        return {
            "first_score": 100.0 if good else 0.0,
            "first_counter_ids": vals["counted_by_ids"],
        }

    def _earlier_counters(self):
        """Who counted it before the recount, and does not count it again."""
        self.ensure_one()
        earlier = self.sudo().count_ids.filtered(lambda c: c.round < self.round)
        return earlier.user_id

    def _page_values(self):
        self.ensure_one()
        values = {
            "id": self.id,
            "stocktake_id": self.stocktake_id.id,
            "product_id": self.product_id.id,
            "location_id": self.location_id.id,
            "lot_id": self.lot_id.id,
            "package_id": self.package_id.id,
            "owner_id": self.owner_id.id,
            "state": self.state,
            # Who counts once more begins anew.
            "counted": None
            if not self.counted_at or self.state == "recount"
            else self.counted_quantity,
            "counted_by": self.counted_by_ids.mapped("name"),
        }
        if not self.blind:
            values["expected"] = self.book_quantity
        return values

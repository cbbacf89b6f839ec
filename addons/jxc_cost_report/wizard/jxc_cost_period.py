from odoo import api, fields, models
from odoo.tools import float_round

from ..models.jxc_cost_sheet import MOST, cell, sheet, totals

SUMS = ("product_id", "categ_id", "uom_id", "opening_quantity", "opening_amount")
SUMS += ("in_quantity", "in_amount", "out_quantity", "out_amount", "adjusted_amount")
SUMS += ("closing_quantity", "closing_cost", "closing_amount")
ENTRIES = ("date", "kind", "reference", "quantity", "unit_cost", "amount", "variance")
ENTRIES += ("running_quantity", "running_amount")


class JxcCostPeriod(models.TransientModel):
    """收发存汇总表 and 明细账 as workbooks and on paper (T5, K1)."""

    _name = "jxc.cost.period"
    _inherit = ["jxc.cost.period", "jxc.cost.sheet"]
    _jxc_kind = "period"

    paper = fields.Selection(
        [("summary", "Summary"), ("ledger", "Ledger")],
        default="summary",
        required=True,
        help="What the workbook and the page show: a row per product, or per movement.",
    )

    @api.readonly
    def action_ledger(self):
        """The movements of the period, as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_costing.jxc_cost_row_action"
        )
        title = f"{action['display_name']} {self.display_name}"
        domain = [*self._jxc_goods(), *self._within()]
        return {**action, "display_name": title, "context": {}, "domain": domain}

    def _within(self):
        return [("date", ">=", self.date_from), ("date", "<=", self.date_to)]

    def _summary(self):
        days = {
            "jxc_from": fields.Date.to_string(self.date_from),
            "jxc_to": fields.Date.to_string(self.date_to),
        }
        return self.env["jxc.cost.summary"].with_context(**days)

    def _jxc_sheet(self, medium="xlsx"):
        if self.paper == "ledger":
            return self._ledger_sheet(medium)
        model = self._summary()
        order = "categ_id, product_id, id" if self.by_category else None
        found = self._jxc_found(model, SUMS, medium, order)
        heads = self._jxc_heads(model, SUMS)
        rows = [[cell(row[name]) for name in SUMS] for row in found]
        if self.by_category:
            rows = self._with_subtotals(heads, rows)
        title = self.env._("Stock Summary with Amounts")
        products = [row for row in rows if row[0]]
        last = totals(heads, products, self.env._("Total"))
        return sheet(title, self._period_facts(), heads, rows, last)

    def _with_subtotals(self, heads, rows):
        categories = {}
        for row in rows:
            categories.setdefault(row[1], []).append(row)
        found = []
        for name, some in categories.items():
            subtotal = totals(heads, some, None)
            subtotal[1] = self.env._("Subtotal %(name)s", name=name or "")
            found += [*some, subtotal]
        return found

    def _period_facts(self):
        return self._jxc_facts(
            self.env._("Period: %(period)s", period=self.display_name)
        )

    # --- 明细账 ------------------------------------------------------------------

    def _ledger_sheet(self, medium):
        """Per product its opening, every movement with the balance, its closing."""
        model = self.env["jxc.cost.row"]
        domain = [*self._jxc_goods(), *self._within()]
        names = ["product_id", "company_id", *ENTRIES]
        found = model.search_fetch(
            domain, names, limit=MOST[medium] + 1, order="product_id, at, id"
        )
        summaries = self._jxc_found(self._summary(), SUMS, medium)
        if len(found) > MOST[medium]:
            raise self._jxc_too_many(MOST[medium])
        entries = found.grouped(lambda row: (row.product_id, row.company_id))
        heads = [
            self._jxc_heads(self._summary(), ["product_id"])[0],
            *self._jxc_heads(model, ENTRIES),
        ]
        kinds = dict(model._fields["kind"]._description_selection(self.env))
        rows = []
        for one in summaries:
            mine = entries.get((one.product_id, one.company_id), model.browse())
            rows += self._account(one, mine, kinds)
        title = self.env._("Cost Ledger")
        return sheet(title, self._period_facts(), heads, rows, None)

    def _account(self, one, entries, kinds):
        """The lines of a product, the balance going on from its opening."""
        name, quantity = one.product_id.display_name, one.opening_quantity
        amount = one.opening_amount

        def line(label, *values):
            return [name, *values[:1], label, *values[1:]]

        def balance():
            return (
                float_round(quantity, precision_digits=6),
                one.currency_id.round(amount),
            )

        nothing = (None,) * 5
        lines = [line(self.env._("Opening"), None, *nothing, *balance())]
        for row in entries:
            quantity += row.quantity
            amount += row.amount
            figures = (row.quantity, row.unit_cost, row.amount, row.variance)
            lines.append(
                line(kinds[row.kind], row.date, row.reference, *figures, *balance())
            )
        return [*lines, line(self.env._("Closing"), None, *nothing, *balance())]

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

    @api.readonly
    def action_summary(self):
        """The summary of the period, as a list; of the company."""
        action = super().action_summary()
        company = ("company_id", "=", self.company_id.id)
        return {**action, "domain": [*action["domain"], company]}

    def _jxc_goods(self):
        domain = super()._jxc_goods()
        if self.warehouse_ids:
            domain.append(("warehouse_id", "in", self.warehouse_ids.ids))
        return domain

    def _within(self):
        return [("date", ">=", self.date_from), ("date", "<=", self.date_to)]

    def _summary(self):
        asked = {
            "jxc_from": fields.Date.to_string(self.date_from),
            "jxc_to": fields.Date.to_string(self.date_to),
            "jxc_by_lot": self.by_lot,
        }
        return self.env["jxc.cost.summary"].with_context(**asked)

    def _apart(self):
        """What the ledger keeps apart, and the dialog asks for."""
        return [
            name
            for name, asked in (
                ("place", self.by_house),
                ("warehouse_id", self.by_house),
                ("lot_id", self.by_lot),
            )
            if asked
        ]

    def _jxc_sheet(self, medium="xlsx"):
        if self.paper == "ledger":
            return self._ledger_sheet(medium)
        model = self._summary()
        names = [*SUMS[:2], *self._apart(), *SUMS[2:]]
        order = "categ_id, product_id, id" if self.by_category else None
        found = self._jxc_found(model, names, medium, order)
        heads = self._jxc_heads(model, names)
        rows = self._lines(found, names)
        title = self.env._("Stock Summary with Amounts")
        last = totals(heads, rows, self.env._("Total"))
        if self.by_category:
            rows = self._with_subtotals(heads, rows)
        return sheet(title, self._period_facts(), heads, rows, last)

    def _lines(self, found, names):
        places = dict(found._fields["place"]._description_selection(self.env))
        return [
            [
                places.get(row.place) if name == "place" else cell(row[name])
                for name in names
            ]
            for row in found
        ]

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
        key_names = ["product_id", "place", "warehouse_id"]
        key_names += ["lot_id"] if self.by_lot else []
        found = model.search_fetch(
            domain,
            [*key_names, *ENTRIES],
            limit=MOST[medium] + 1,
            order="product_id, at, id",
        )
        if len(found) > MOST[medium]:
            raise self._jxc_too_many(MOST[medium])
        names = [*SUMS, *key_names[1:]]
        summaries = self._jxc_found(self._summary(), names, medium)
        entries = found.grouped(lambda row: tuple(row[name] for name in key_names))
        heads = [
            self._jxc_heads(self._summary(), ["product_id"])[0],
            *self._jxc_heads(model, ENTRIES),
        ]
        kinds = dict(model._fields["kind"]._description_selection(self.env))
        rows = []
        for one in summaries:
            key = tuple(one[name] for name in key_names)
            rows += self._account(one, entries.get(key, model.browse()), kinds)
        title = self.env._("Cost Ledger")
        return sheet(title, self._period_facts(), heads, rows, None)

    def _account(self, one, entries, kinds):
        """The lines of a product, the balance going on from its opening."""
        goods = [one.product_id, one.warehouse_id, one.lot_id]
        name = " · ".join(record.display_name for record in goods if record)
        quantity, amount = one.opening_quantity, one.opening_amount

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

from odoo import api, fields, models
from odoo.tools import format_date

from ..models.jxc_cost_sheet import MOST, sheet, totals


class JxcCostAgeingAsk(models.TransientModel):
    """The ageing of stock: on which day, of which goods (T6)."""

    _name = "jxc.cost.ageing.ask"
    _inherit = ["jxc.cost.sheet"]
    _description = "Ageing of Stock, of a Day"
    _jxc_kind = "ageing"

    date = fields.Date(
        "On", required=True, default=lambda self: self.env.company._jxc_today()
    )
    by = fields.Selection(
        [
            ("product_id", "Product"),
            ("categ_id", "Category"),
            ("warehouse_id", "Warehouse"),
        ],
        default="product_id",
        required=True,
    )

    @api.readonly
    def action_show(self):
        """The ageing of the day: goods by age, and the receipts behind it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_cost_report.jxc_cost_layer_action"
        )
        context = {**self._asked(), "pivot_row_groupby": [self.by]}
        return {
            **action,
            "display_name": self._title(),
            "context": context,
            "domain": self._jxc_goods(),
        }

    def _asked(self):
        return {"jxc_at": fields.Date.to_string(self.date)}

    def _title(self):
        return self.env._("Ageing of Stock %(day)s", day=self.date)

    def _jxc_sheet(self, medium="xlsx"):
        """A row per product or category, an amount and a quantity per age."""
        groups = (
            self.env["jxc.cost.layer"]
            .with_context(**self._asked())
            ._read_group(
                self._jxc_goods(),
                [self.by, "age_id"],
                ["quantity:sum", "amount:sum"],
                order=self.by,
                limit=MOST[medium] * 10,
            )
        )
        ages = self.env["jxc.cost.age"].union(*(group[1] for group in groups))
        columns = list(ages.sorted("days_from"))
        if any(not group[1] for group in groups):
            columns.append(ages.browse())
        rows = self._by_goods(groups, columns)
        if len(rows) > MOST[medium]:
            raise self._jxc_too_many(MOST[medium])
        heads = self._heads(columns)
        last = totals(heads, rows, self.env._("Total"))
        facts = self._jxc_facts(
            self.env._(
                "On %(day)s, at the end of the day; what is left is what came in last.",
                day=format_date(self.env, self.date),
            )
        )
        return sheet(self._title(), facts, heads, rows, last)

    def _heads(self, columns):
        by = dict(self._fields["by"]._description_selection(self.env))
        amount, quantity = self.env._("Amount"), self.env._("Quantity")
        pieces = self.by == "product_id"
        heads = [(by[self.by], "text")]
        if pieces:
            heads.append((quantity, "number"))
        heads.append((amount, "amount"))
        for age in columns:
            label = age.display_name or self.env._("No Receipt")
            if pieces:
                heads.append((f"{label} {quantity}", "number"))
            heads.append((f"{label} {amount}", "amount"))
        return heads

    def _by_goods(self, groups, columns):
        # Pieces of a category are not one another's: litres and boxes.
        pieces = self.by == "product_id"
        rows = {}
        for goods, age, quantity, amount in groups:
            parts = rows.setdefault(goods, {})
            parts[age] = (quantity, amount)
        lines = []
        for goods, parts in rows.items():
            sums = (sum(part[n] for part in parts.values()) for n in (0, 1))
            quantity, amount = (round(value, 6) for value in sums)
            line = [goods.display_name or self.env._("None"), quantity, amount]
            for age in columns:
                line += parts.get(age, (None, None))
            lines.append(line if pieces else [line[0], *line[2::2]])
        return lines

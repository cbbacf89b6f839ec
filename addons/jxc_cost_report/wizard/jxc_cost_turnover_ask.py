from odoo import api, fields, models

from ..models.jxc_cost_sheet import cell, sheet, totals

NAMES = ("product_id", "categ_id", "issued", "cost", "opening", "closing", "average")
NAMES += ("turnover", "days", "quantity", "last_issue", "idle_days")


class JxcCostTurnoverAsk(models.TransientModel):
    """The turnover of stock: of which period, of which goods (T6)."""

    _name = "jxc.cost.turnover.ask"
    _inherit = ["jxc.cost.sheet", "jxc.period.mixin"]
    _description = "Turnover of Stock, of a Period"
    _jxc_kind = "turnover"

    basis = fields.Selection(
        [("ends", "Opening and Closing"), ("daily", "Every Day")],
        "Average Stock Of",
        default="ends",
        required=True,
        help="The middle of the opening and the closing amount; or the mean of the"
        " amounts at the end of every day.",
    )
    by_category = fields.Boolean("Subtotals by Category")
    idle_days = fields.Integer(
        "Slow: Days without an Issue",
        help="Only goods that are there and were not issued for so many days.",
    )

    @api.readonly
    def action_show(self):
        """The turnover of the period, as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_cost_report.jxc_cost_turnover_action"
        )
        context = self._asked()
        if self.by_category:
            context["search_default_group_categ"] = True
        title = f"{action['display_name']} {self.display_name}"
        return {
            **action,
            "display_name": title,
            "context": context,
            "domain": self._jxc_goods(),
        }

    def _asked(self):
        # The period may go on after today: there is no stock of tomorrow.
        today = self.company_id._jxc_today()
        last = max(min(self.date_to, today), self.date_from)
        return {
            "jxc_from": fields.Date.to_string(self.date_from),
            "jxc_to": fields.Date.to_string(last),
            "jxc_daily": self.basis == "daily",
        }

    def _jxc_goods(self):
        domain = super()._jxc_goods()
        if self.idle_days > 0:
            domain += [("quantity", ">", 0), ("idle_days", ">=", self.idle_days)]
        return domain

    def _jxc_sheet(self, medium="xlsx"):
        """A row per product."""
        model = self.env["jxc.cost.turnover"].with_context(**self._asked())
        found = self._jxc_found(model, NAMES, medium)
        heads = self._jxc_heads(model, NAMES)
        rows = [[cell(row[name]) for name in NAMES] for row in found]
        bases = dict(self._fields["basis"]._description_selection(self.env))
        facts = self._jxc_facts(
            self.env._(
                "Period: %(period)s; average stock of: %(basis)s",
                period=self.display_name,
                basis=bases[self.basis],
            )
        )
        title = self.env._("Turnover of Stock")
        last = totals(heads, rows, self.env._("Total"))
        return sheet(title, facts, heads, rows, self._ratios(model, last))

    def _ratios(self, model, last):
        """The last line, with the turnover of all."""
        [values] = model._read_group(
            self._jxc_goods(), [], ["turnover:avg", "days:avg"]
        )
        for name, value in zip(("turnover", "days"), values, strict=True):
            last[NAMES.index(name)] = value
        return last

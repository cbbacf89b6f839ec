from collections import namedtuple

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.jxc_base import xlsx

from ..ageing_sql import BASES
from ..models.res_partner import SIDES

Table = namedtuple("Table", "buckets rows total")
#: More items than this are for nobody to read, and too much for one sheet.
MOST = 100_000


class JxcSettlementAgeingAsk(models.TransientModel):
    """The ageing of a day: which day, counted from what, of whom."""

    _name = "jxc.settlement.ageing.ask"
    _description = "Ageing of a Day"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date = fields.Date(
        "On", required=True, default=lambda self: fields.Date.context_today(self)
    )
    basis = fields.Selection(BASES, "Age By", required=True, default="due")
    side = fields.Selection(SIDES, required=True, default="receivable")
    partner_ids = fields.Many2many("res.partner", string="Partners")
    currency_id = fields.Many2one("res.currency")

    def action_show(self):
        """The open items of the day, by partner."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_settlement.jxc_settlement_ageing_action"
        )
        action["display_name"] = self._title()
        action["context"] = {**self._asked(), "search_default_group_partner": 1}
        action["domain"] = self._domain()
        return action

    def action_xlsx(self):
        """A sheet by partner, and one with the items."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/ageing/{self.id}.xlsx",
            "target": "download",
        }

    def action_print(self):
        """By partner, on paper."""
        self.ensure_one()
        report = self.env.ref("jxc_settlement.jxc_settlement_ageing_report")
        return report.report_action(self)

    def _asked(self):
        return {
            "jxc_ageing_at": fields.Date.to_string(self.date),
            "jxc_ageing_basis": self.basis,
        }

    def _domain(self):
        domain = [("company_id", "=", self.company_id.id), ("side", "=", self.side)]
        if self.partner_ids:
            whose = self.partner_ids.commercial_partner_id
            domain.append(("partner_id", "in", whose.ids))
        if self.currency_id:
            domain.append(("currency_id", "=", self.currency_id.id))
        return domain

    def _items(self):
        """The ageing of the day that is asked for."""
        return self.env["jxc.settlement.ageing"].with_context(**self._asked())

    def _may_see_provision(self):
        return self.side == "receivable" and self._items()._has_field_access(
            self._items()._fields["provision"], "read"
        )

    # --- by partner ---------------------------------------------------------------

    def _by_partner(self):
        """Of partners and currencies, what the page shows; all of it in one query.

        A row has the names, the sum in its currency, and in the company's the sum,
        the amount per bucket, and the provision (None where the reader may not see it).
        """
        self.ensure_one()
        seen = self._may_see_provision()
        figures = ["residual:sum", "residual_currency:sum"]
        groups = self._items()._read_group(
            self._domain(),
            ["partner_id", "currency_id", "bucket_id"],
            [*figures, "provision:sum"] if seen else figures,
        )
        buckets = self.env["jxc.ageing.bucket"].union(*(group[2] for group in groups))
        buckets = buckets.sorted("days_from")
        rows = {}
        total = self._row(self.env["res.partner"], self.company_id.currency_id, seen)
        for partner, currency, bucket, *values in groups:
            if (partner, currency) not in rows:
                rows[partner, currency] = self._row(partner, currency, seen)
            for row in (rows[partner, currency], total):
                self._add(row, bucket, values)
        for row in (*rows.values(), total):
            self._round(row)
        return Table(buckets, list(rows.values()), total)

    def _row(self, partner, currency, seen):
        return {
            "partner": partner.display_name or self.env._("No partner"),
            "currency": currency,
            "money": 0.0,
            "sum": 0.0,
            "parts": {},
            "provision": 0.0 if seen else None,
        }

    def _add(self, row, bucket, values):
        residual, money, *provision = values
        row["money"] += money
        row["sum"] += residual
        row["parts"][bucket] = row["parts"].get(bucket, 0.0) + residual
        if provision:
            row["provision"] += provision[0]

    def _round(self, row):
        """Once, when all is added up: there may be thousands of rows."""
        own = self.company_id.currency_id
        row["money"] = row["currency"].round(row["money"])
        row["sum"] = own.round(row["sum"])
        row["parts"] = {key: own.round(part) for key, part in row["parts"].items()}
        if row["provision"] is not None:
            row["provision"] = own.round(row["provision"])

    # --- as a workbook --------------------------------------------------------------

    def _workbook(self):
        """:return: name and bytes of the workbook"""
        title = self._title()
        return title, xlsx.workbook([self._partner_sheet(), self._item_sheet()])

    def _partner_sheet(self):
        table = self._by_partner()
        heads = [
            (self.env._("Partner"), "text"),
            (self.env._("Currency"), "text"),
            (self.env._("Open in Currency"), "amount"),
            (self.env._("Open Amount"), "amount"),
            *((bucket.display_name, "amount") for bucket in table.buckets),
        ]
        if self._may_see_provision():
            heads.append((self.env._("Provision"), "amount"))

        def cells(row, label, currency, money):
            parts = [row["parts"].get(bucket) for bucket in table.buckets]
            values = [label, currency, money, row["sum"], *parts]
            return values if row["provision"] is None else [*values, row["provision"]]

        rows = [
            cells(row, row["partner"], row["currency"].name, row["money"])
            for row in table.rows
        ]
        own = self.company_id.currency_id.name
        last = cells(table.total, self.env._("Total"), own, None)
        name = self.env._("By Partner")
        return xlsx.Sheet(name, self._title(), self._facts(), heads, rows, last)

    def _item_sheet(self):
        names = ["partner_id", "move_id", "date", "date_due", "days", "bucket_id"]
        names += ["currency_id", "residual_currency", "amount", "residual"]
        if self._may_see_provision():
            names.append("provision")
        items = self._items()
        found = items.search_fetch(self._domain(), names, limit=MOST + 1)
        if len(found) > MOST:
            raise UserError(
                self.env._(
                    "There are more than %(most)s open items. Choose some partners.",
                    most=f"{MOST:,}",
                )
            )
        kinds = {"date": "date", "many2one": "text", "integer": "number"}
        columns = [items._fields[name] for name in names]
        heads = [
            (field._description_string(self.env), kinds.get(field.type, "amount"))
            for field in columns
        ]
        rows = [
            [
                row[field.name].display_name if field.relational else row[field.name]
                for field in columns
            ]
            for row in found
        ]
        name = self.env._("Open Items")
        return xlsx.Sheet(name, self._title(), self._facts(), heads, rows)

    def _title(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        return self.env._(
            "Ageing, %(side)s, %(day)s", side=sides[self.side], day=self.date
        )

    def _facts(self):
        """What the reader of the printed page has to know."""
        bases = dict(self._fields["basis"]._description_selection(self.env))
        return [
            self.env._(
                "Company: %(company)s; on: %(day)s; age by: %(basis)s",
                company=self.company_id.name,
                day=format_date(self.env, self.date),
                basis=bases[self.basis],
            ),
            self.env._(
                "Amounts per age in %(currency)s; matches dated later are not counted.",
                currency=self.company_id.currency_id.name,
            ),
        ]

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.jxc_base import xlsx

#: More rows than this are for nobody to read, and too much for one sheet.
MOST = {"xlsx": 100_000, "pdf": 3_000}
KINDS = {"monetary": "amount", "float": "number", "date": "date", "integer": "number"}


def day_of(env, name):
    """A day out of the context, or None; whatever else stands there is refused."""
    value = env.context.get(name)
    if not value:
        return None
    try:
        # The host's own reading takes the first ten characters of whatever it is.
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if not isinstance(day, date):
        raise UserError(
            env._("%(value)s is not a day; write it like 2026-06-30.", value=value)
        )
    return day


def today_of(env):
    """Today, where the first of the companies to have it is.

    The ledger's days are the companies' own: in the zone of who asks, what came in this
    morning can be of tomorrow.
    """
    return max(company._jxc_today() for company in env.companies)


def period_of(env):
    """First and last day out of the context; None without an end."""
    first, last = day_of(env, "jxc_from"), day_of(env, "jxc_to")
    if first and last and first > last:
        raise UserError(
            env._(
                "The period ends on %(end)s, before it begins on %(start)s.",
                end=last,
                start=first,
            )
        )
    return first, last


class JxcCostSheet(models.AbstractModel):
    """For dialogs whose answer is also a workbook and a page."""

    _name = "jxc.cost.sheet"
    _description = "Cost Report as Workbook and Page"

    #: What stands in the address of the workbook, and the report of the page.
    _jxc_kind = None

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    categ_id = fields.Many2one("product.category", "Category")
    product_ids = fields.Many2many("product.product", string="Products")

    @api.readonly
    def action_xlsx(self):
        """The table as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/cost/{self._jxc_kind}/{self.id}.xlsx",
            "target": "download",
        }

    @api.readonly
    def action_print(self):
        """The table on paper."""
        self.ensure_one()
        report = self.env.ref(f"jxc_cost_report.jxc_cost_{self._jxc_kind}_report")
        return report.report_action(self)

    def _jxc_sheet(self, medium="xlsx"):
        """The table: an :class:`xlsx.Sheet`."""
        raise NotImplementedError

    def _jxc_goods(self):
        """The domain of the goods that are asked for, of the company."""
        domain = [("company_id", "=", self.company_id.id)]
        if self.categ_id:
            domain.append(("categ_id", "child_of", self.categ_id.id))
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        return domain

    def _jxc_found(self, model, names, medium, order=None):
        """The rows of what is asked for, unless there are too many."""
        most = MOST[medium]
        found = model.search_fetch(
            self._jxc_goods(), names, limit=most + 1, order=order
        )
        if len(found) > most:
            raise self._jxc_too_many(most)
        return found

    def _jxc_too_many(self, most):
        return UserError(
            self.env._(
                "There are more than %(most)s rows. Choose a shorter period, a"
                " category, or some products.",
                most=f"{most:,}",
            )
        )

    def _jxc_heads(self, model, names):
        """Labels and kinds of fields, as the workbook wants them."""
        found = [model._fields[name] for name in names]
        return [(f._description_string(self.env), _kind(f)) for f in found]

    def _jxc_shown(self, value, places=None):
        """A number for the page: with so many digits, or as many as it needs."""
        if value is None or value is False:
            return None
        if places is None:
            text = f"{value:,.3f}".rstrip("0").rstrip(".")
            return text if value else None
        return f"{value:,.{places}f}"

    def _jxc_facts(self, *facts):
        """What the reader of the printed page has to know."""
        goods = self.categ_id.mapped("display_name")
        goods += self.product_ids.mapped("display_name")
        now = format_datetime(self.env, fields.Datetime.now())
        return [
            *facts,
            self.env._(
                "Company: %(company)s; goods: %(goods)s",
                company=self.company_id.name,
                goods=", ".join(goods) or self.env._("all"),
            ),
            self.env._(
                "In %(currency)s; by %(user)s, %(time)s",
                currency=self.company_id.currency_id.name,
                user=self.env.user.name,
                time=now,
            ),
        ]


def _kind(field):
    return KINDS.get(field.type, "text")


def cell(value):
    """What stands in a cell for the value of a field."""
    return value.display_name if isinstance(value, models.BaseModel) else value


def totals(heads, rows, label):
    """A last line with the sums of amounts."""
    values = [
        round(sum(row[column] or 0 for row in rows), 6) if kind == "amount" else None
        for column, (_label, kind) in enumerate(heads)
    ]
    return [label, *values[1:]]


def sheet(title, facts, heads, rows, last):
    """A table of one page."""
    return xlsx.Sheet(title, title, facts, heads, rows, last)

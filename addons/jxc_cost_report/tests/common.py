from io import BytesIO

from openpyxl import load_workbook

from odoo.addons.jxc_costing.tests.ledger_case import LedgerCase


class ReportCase(LedgerCase):
    """Goods that come and go in June 2026, and reports as the accountant asks."""

    def _model(self, name, user=None, **context):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env[name].with_user(user or self.accountant).with_context(**context)

    def _layers(self, day, products=None, user=None):
        """What was there at the end of a day of June, or of a date."""
        day = day if isinstance(day, str) else f"2026-06-{day:02}"
        model = self._model("jxc.cost.layer", user, jxc_at=day)
        return model.search([("product_id", "in", (products or self.goods).ids)])

    def _closing(self, day, products):
        """What the summary says of the end of a day."""
        model = self._model("jxc.cost.summary", jxc_to=day)
        rows = model.search([("product_id", "in", products.ids)])
        return {
            row.product_id: (row.closing_quantity, row.closing_amount) for row in rows
        }

    def _ask(self, name, user=None, **values):
        ask = self.env[name].with_user(user or self.accountant).create(values)
        self.env.flush_all()
        return ask

    def _period(self, **values):
        return {
            "preset": "own",
            "date_from": "2026-06-01",
            "date_to": "2026-06-30",
            **values,
        }

    def _cells(self, content):
        """The lines of the only sheet of a workbook."""
        return [list(row) for row in load_workbook(BytesIO(content)).active.values]

    def _html(self, report, ask):
        report = f"jxc_cost_report.jxc_cost_{report}_print"
        render = self.env["ir.actions.report"].with_user(ask.env.user)
        return render._render_qweb_html(report, ask.ids)[0].decode()

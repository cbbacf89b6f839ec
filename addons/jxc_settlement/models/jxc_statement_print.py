from odoo import models
from odoo.exceptions import UserError

from odoo.addons.jxc_base import xlsx

REPORT = "jxc_settlement.jxc_statement_report"
#: More sheets than this is a workbook that nobody finds anything in.
MOST = 500


class JxcStatementPrint(models.Model):
    """Statements as files: the same figures on paper and in a workbook."""

    _inherit = "jxc.statement"

    def action_xlsx(self):
        """One workbook with a sheet for each statement."""
        self.check_access("read")
        if len(self) > MOST:
            raise UserError(
                self.env._(
                    "A workbook takes %(most)s statements. Choose fewer.", most=MOST
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/statements.xlsx?ids={','.join(map(str, self.ids))}",
            "target": "download",
        }

    def _jxc_file_name(self):
        title = self.env["ir.model"]._get(self._name).sudo().name
        if len(self) == 1:
            return f"{title} {self.display_name}".replace("/", "-")
        return f"{title} {min(self.mapped('date_from'))} {max(self.mapped('date_to'))}"

    def _get_report_base_filename(self):
        return self._jxc_file_name()

    def _jxc_pdf(self):
        """The bytes of the printout."""
        reports = self.env["ir.actions.report"].sudo()
        return reports._render_qweb_pdf(REPORT, self.ids)[0]

    def _jxc_workbook(self):
        """:return: name and bytes of the workbook; sheets in their readers' language"""
        sheets = [
            statement.with_context(lang=statement.partner_id.lang)._jxc_sheet()
            for statement in self
        ]
        return self._jxc_file_name(), xlsx.workbook(sheets)

    def _jxc_sheet(self):
        self.ensure_one()
        title = self.env["ir.model"]._get(self._name).sudo().name
        kinds = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        opening, closing = self.env._("Opening Balance"), self.env._("Closing Balance")
        goods = [None] * 5
        rows = [[self.date_from, opening, None, None, *goods, None, None, self.opening]]
        for line in self.line_ids:
            rows.append(
                [
                    line.date,
                    line.name,
                    line.ref,
                    kinds[line.kind],
                    *goods,
                    line.increase or None,
                    line.decrease or None,
                    line.balance,
                ]
            )
            rows += [item._jxc_cells() for item in line.goods_ids]
        figures = [self.increase, self.decrease, self.closing]
        last = [self.date_to, closing, None, None, *goods, *figures]
        return xlsx.Sheet(
            f"{self.partner_id.name} {self.currency_id.name}",
            f"{title} {self.name}",
            self._jxc_facts(),
            self._jxc_heads(),
            rows,
            last,
        )

    def _jxc_facts(self):
        facts = [
            self.env._(
                "Partner: %(partner)s; from: %(company)s",
                partner=self.partner_id.name,
                company=self.company_id.name,
            ),
            self.env._(
                "Period: %(first)s – %(last)s; currency: %(currency)s",
                first=self.date_from,
                last=self.date_to,
                currency=self.currency_id.name,
            ),
        ]
        return [*facts, self.note] if self.note else facts

    def _jxc_heads(self):
        of_line, of_goods = self.line_ids, self.line_ids.goods_ids
        return [
            (record._fields[name]._description_string(self.env), kind)
            for record, name, kind in (
                (of_line, "date", "date"),
                (of_line, "name", "text"),
                (of_line, "ref", "text"),
                (of_line, "kind", "text"),
                (of_goods, "name", "text"),
                (of_goods, "quantity", "number"),
                (of_goods, "uom_id", "text"),
                (of_goods, "price_unit", "number"),
                (of_goods, "amount", "amount"),
                (of_line, "increase", "amount"),
                (of_line, "decrease", "amount"),
                (of_line, "balance", "amount"),
            )
        ]

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic import counting


class JxcStocktake(models.Model):
    """From the plan to the review."""

    _inherit = "jxc.stocktake"

    def action_start(self):
        """Write the list of what should be there, and let them count."""
        self.check_access("write")
        self._lock()
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            plan.sudo()._fill_lines()
            plan.sudo().write(
                {"state": "counting", "started_at": fields.Datetime.now()}
            )

    def _fill_lines(self):
        self.ensure_one()
        self.env["stock.quant"].flush_model()
        quants = self.env["stock.quant"]._search(self._quant_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO jxc_stocktake_line (
                    stocktake_id, company_id, product_id, location_id, lot_id,
                    package_id, owner_id, book_quantity, state, round, found,
                    is_right, counted_quantity, difference, difference_value,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %s, %s, product_id, location_id, lot_id, package_id, owner_id,
                       sum(quantity), 'to_count', 0, false, false, 0, 0, 0,
                       %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC'
                  FROM stock_quant WHERE id IN %s
                 GROUP BY product_id, location_id, lot_id, package_id, owner_id
                HAVING sum(quantity) <> 0
                """,
                self.id,
                self.company_id.id,
                self.env.uid,
                self.env.uid,
                quants.subselect(),
            )
        )
        self.invalidate_recordset()

    def action_review(self):
        """Look at what was counted; what is too far off is counted again."""
        self.check_access("write")
        self._lock()
        for plan in self.filtered(lambda plan: plan.state == "counting").sudo():
            plan.write({"state": "review"})
            plan.line_ids.filtered(lambda line: line.state == "counted")._refresh()

    def action_count_again(self):
        """Back from the review: there is something left to count."""
        self.check_access("write")
        self._lock()
        for plan in self.filtered(lambda plan: plan.state == "review").sudo():
            plan.write({"state": "counting"})

    def action_cancel(self):
        self.check_access("write")
        self._lock()
        for plan in self:
            if plan.state == "posted":
                raise UserError(
                    self.env._(
                        "%(plan)s is posted. Reverse its loss and gain documents.",
                        plan=plan.name,
                    )
                )
        self.sudo().write({"state": "cancelled"})

    def _is_over(self, figures):
        """Whether the figures of a line are off by more than the plan allows."""
        self.ensure_one()
        names = ("difference", "book_quantity", "difference_value")
        limits = (self.tolerance_percent, self.tolerance_value)
        values = [figures[name] for name in names]
        return counting.over_tolerance(*(Decimal(str(v)) for v in (*values, *limits)))

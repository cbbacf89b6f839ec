from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic import counting

TO_COUNT = ("to_count", "recount")


class JxcStocktake(models.Model):
    """From the plan to the review."""

    _inherit = "jxc.stocktake"

    def _expect(self, *states):
        """Each is in one of these states, or it is said what can be done with it."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for plan in self.filtered(lambda plan: plan.state not in states):
            raise UserError(
                self.env._(
                    "%(plan)s stands at: %(state)s. %(way)s",
                    plan=plan.name,
                    state=labels[plan.state],
                    way=plan._way(),
                )
            )

    def _way(self):
        self.ensure_one()
        texts = {
            "draft": self.env._("Start it first."),
            "counting": self.env._("It is being counted: review it when all is done."),
            "review": self.env._("Post it, take it back to counting, or cancel it."),
            "posted": self.env._(
                "Reverse its loss and gain documents, and make another stock-take."
            ),
            "cancelled": self.env._("Duplicate it and start that one."),
        }
        return texts[self.state]

    def action_start(self):
        """Write the list of what should be there, and let them count."""
        self._take_up("draft")
        for plan in self.sudo():
            plan._fill_lines()
            plan.write({"state": "counting", "started_at": fields.Datetime.now()})

    def _lines_to_print(self):
        """Lines of a counting list, bin after bin, that nobody has counted yet.

        A draft has none, and says so; what was counted is not counted on paper again.
        """
        self.ensure_one()
        self._expect("counting", "review")
        waiting = self.line_ids.filtered(lambda line: line.state in TO_COUNT)
        return waiting.sorted(lambda line: line.location_id.complete_name)

    def _take_up(self, *states):
        self.check_access("write")
        self._wait_turn()
        self._lock()
        self.invalidate_recordset()
        self._expect(*states)

    def _fill_lines(self):
        self.ensure_one()
        self.env["stock.quant"].flush_model()
        self.env["jxc.stock.abc"].flush_model()
        quants = self.env["stock.quant"]._search(self._quant_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO jxc_stocktake_line (
                    stocktake_id, company_id, product_id, location_id, lot_id,
                    package_id, owner_id, of_others, abc_class, book_quantity,
                    state, round, found, is_right, counted_quantity, difference,
                    difference_value, create_uid, create_date, write_uid, write_date
                )
                SELECT %s, %s, product_id, location_id, lot_id, package_id, owner_id,
                       owner_id IS NOT NULL AND owner_id <> %s,
                       COALESCE(max(abc.abc_class), 'c'),
                       CASE WHEN %s THEN 0 ELSE sum(quantity) END,
                       'to_count', 0, false, false, 0, 0, 0,
                       %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC'
                  FROM stock_quant
                  LEFT JOIN jxc_stock_abc abc USING (product_id, company_id)
                 WHERE stock_quant.id IN %s
                 GROUP BY product_id, location_id, lot_id, package_id, owner_id
                HAVING sum(quantity) <> 0
                """,
                self.id,
                self.company_id.id,
                self.company_id.partner_id.id,
                self.blind,
                self.env.uid,
                self.env.uid,
                quants.subselect(),
            )
        )
        self.invalidate_recordset()

    def action_review(self):
        """Look at what was counted; what is too far off is counted again."""
        self._take_up("counting")
        self._check_may_look()
        for plan in self.sudo():
            plan.write({"state": "review"})
            plan.line_ids.filtered(lambda line: line.state == "counted")._refresh()

    def action_count_again(self):
        """Back from the review: there is something left to count."""
        self._take_up("review")
        self._check_may_look()
        self.sudo().write({"state": "counting"})
        blind = self.filtered("blind").sudo().line_ids
        blind.filtered(lambda line: line.state == "ok")._hide_books()

    def _check_may_look(self):
        """Who counts blind does not look into the books and count again."""
        for plan in self.filtered("blind"):
            if not plan._may_decide():
                raise UserError(
                    self.env._(
                        "%(plan)s is counted blind: a stock manager reviews it. Press"
                        " Ask for Review.",
                        plan=plan.name,
                    )
                )

    def action_cancel(self):
        """Nothing is posted; the counts are kept."""
        self._take_up("draft", "counting", "review")
        self.sudo().write({"state": "cancelled"})
        self._close_to_dos()

    def _is_over(self, figures):
        """Whether the figures of a line are off by more than the plan allows."""
        self.ensure_one()
        names = ("difference", "book_quantity", "difference_value")
        limits = (self.tolerance_percent, self.tolerance_value)
        values = [figures[name] for name in names]
        return counting.over_tolerance(*(Decimal(str(v)) for v in (*values, *limits)))

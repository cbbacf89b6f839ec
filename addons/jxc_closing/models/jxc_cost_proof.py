from datetime import datetime

from odoo import api, models

from ..closing_sql import query

FOREVER = datetime(9999, 1, 1)


class JxcCostProof(models.AbstractModel):
    """Of each product: in − out = stock, ledger = shelves, closed months unchanged."""

    _name = "jxc.cost.proof"
    _description = "Proof of the Cost Ledger"

    @api.private
    def of(self, company, until=None):
        """One dict for each product that ever moved.

        :param until: a moment in UTC; what is on the shelves is that of now always.
        """
        self.env.flush_all()
        company = company.sudo()
        closing = self.env["jxc.closing"].sudo()
        if company.jxc_closed_until:
            closing = closing.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "closed"),
                    ("date_to", "=", company.jxc_closed_until),
                ]
            )
        cr = self.env.cr
        cr.execute(
            query(
                "proof",
                company=company.id,
                partner=company.partner_id.id,
                until=until or FOREVER,
                closed=company.jxc_closed_until or None,
                closing=closing.id or 0,
            )
        )
        return [self._judged(row) for row in cr.dictfetchall()]

    @api.model
    def _judged(self, row):
        """A row of the proof with what is wrong with it."""
        wrong = []
        if row["came"] - row["went"] != row["quantity"]:
            wrong.append("moves")
        if row["there"] != row["quantity"]:
            wrong.append("quants")
        if not row["quantity"] and row["amount"]:
            wrong.append("no_quantity")
        if row["quantity"] < 0:
            wrong.append("negative")
        if (row["closed_quantity"], row["closed_amount"]) != (
            row["snapshot_quantity"],
            row["snapshot_amount"],
        ):
            wrong.append("closed")
        return {**row, "wrong": wrong}

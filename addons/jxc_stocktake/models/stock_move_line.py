from odoo import fields, models

from .. import moments


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    jxc_dated_at = fields.Datetime(
        "Dated At",
        readonly=True,
        copy=False,
        help="The date to the microsecond: it tells what was moved before a count of"
        " the same second, and what after it.",
    )

    def write(self, vals):
        # With the date that the host writes when the goods move: no statement more.
        date = fields.Datetime.to_datetime(vals.get("date"))
        if date:
            vals = vals | {"jxc_dated_at": moments.within(date, moments.now())}
        return super().write(vals)

    def _jxc_moment(self):
        """When the goods moved, as exactly as it is known."""
        self.ensure_one()
        return moments.within(self.date, self.jxc_dated_at or self.date)

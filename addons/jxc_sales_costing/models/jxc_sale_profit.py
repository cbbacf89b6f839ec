from odoo import fields, models

from ..profit_sql import lines


class JxcSaleProfit(models.Model):
    """Gross profit with the ledger's costs, by the day on which goods came and went.

    A row is a movement of an order line. What comes back is a row of its own, in the
    period in which it came; where the ledger restates a cost, so does the row.
    """

    _inherit = "jxc.sale.profit"
    _order = "accounting_date desc, id desc"
    _depends = {
        "jxc.cost.row": ["move_id", "date", "quantity", "amount", "variance"],
        "stock.move": ["quantity", "to_refund", "date", "sale_line_id"],
    }

    accounting_date = fields.Date(
        readonly=True, help="The day on which the goods left or came back."
    )
    line_id = fields.Many2one("sale.order.line", "Order Line", readonly=True)
    move_id = fields.Many2one("stock.move", "Movement", readonly=True)

    def _jxc_lines(self):
        companies = self.env.companies
        return lines({company.id: company._jxc_zone() for company in companies})

    def action_jxc_cost_rows(self):
        """The rows of the cost ledger behind the costs of these."""
        return self.order_id._jxc_cost_rows_action(self.sudo().move_id)

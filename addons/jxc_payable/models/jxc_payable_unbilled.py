from odoo import fields, models

from ..unbilled_sql import unbilled


class JxcPayableUnbilled(models.Model):
    """Received and accepted, but not billed at the end of a day (P9).

    The day is in the context, ``jxc_unbilled_at``; without it, it is today. A negative
    row is a refund that the vendor owes.
    """

    _name = "jxc.payable.unbilled"
    _description = "Received Not Billed"
    _auto = False
    _rec_name = "order_line_id"
    _order = "partner_id, order_id, id"

    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Vendor", readonly=True)
    order_id = fields.Many2one("purchase.order", "Order", readonly=True)
    order_line_id = fields.Many2one("purchase.order.line", "Order Line", readonly=True)
    concession_id = fields.Many2one("jxc.inspection.line", "Concession", readonly=True)
    user_id = fields.Many2one("res.users", "Buyer", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    date_received = fields.Date("Last Receipt", readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True, aggregator=None)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    price = fields.Float(
        "Net Price",
        digits="Product Price",
        readonly=True,
        aggregator=None,
        help="Of the order, or of the concession; without deductible tax.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount_currency = fields.Monetary(
        "Amount in Currency", readonly=True, aggregator=None
    )
    company_currency_id = fields.Many2one(
        "res.currency", "Company Currency", readonly=True
    )
    amount = fields.Monetary(
        "Not Billed",
        currency_field="company_currency_id",
        readonly=True,
        help="In the company's currency, at the rate of the day.",
    )

    _depends = {
        "account.move": ["date", "move_type", "state"],
        "account.move.line": [
            "display_type",
            "jxc_inspection_line_id",
            "move_id",
            "product_uom_id",
            "purchase_line_id",
            "quantity",
        ],
        "jxc.inspection": ["date_done", "rework_of_id", "state"],
        "jxc.inspection.line": [
            "accepted",
            "conceded",
            "inspection_id",
            "lot_id",
            "move_id",
            "received",
            "reduction_kind",
            "reduction_percent",
            "reduction_price",
        ],
        "purchase.order": ["currency_id", "partner_id", "user_id"],
        "purchase.order.line": [
            "discount",
            "jxc_net_price",
            "order_id",
            "price_unit",
            "product_id",
            "product_uom_id",
            "qty_received_method",
        ],
        "res.currency": ["decimal_places"],
        "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
        "stock.location": ["jxc_area"],
        "stock.move": [
            "date",
            "location_dest_id",
            "location_id",
            "origin_returned_move_id",
            "product_uom",
            "purchase_line_id",
            "quantity",
            "state",
            "to_refund",
        ],
        "uom.uom": ["factor"],
    }

    @property
    def _table_query(self):
        day = fields.Date.to_date(self.env.context.get("jxc_unbilled_at"))
        return unbilled(
            day or self.env.company._jxc_today(),
            self.env.company._jxc_zone(),
            self.env["decimal.precision"].precision_get("Product Unit"),
        )

    def _jxc_key(self):
        """As that of an accrual's lines."""
        return (
            self.order_line_id.id,
            self.concession_id.id,
            self.currency_id.id,
            self.currency_id.round(self.amount_currency),
        )

    def action_open_order(self):
        """The order of this line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "purchase.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def action_open_receipts(self):
        """What came in, and went back, of the order line."""
        self.ensure_one()
        pickings = self.order_line_id.move_ids.picking_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.picking",
            "domain": [("id", "in", pickings.ids)],
            "views": [(False, "list"), (False, "form")],
            "name": self.env._("Receipts"),
        }

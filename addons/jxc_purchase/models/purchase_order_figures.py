from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.jxc_base.figure_search import search_figure
from odoo.addons.jxc_stock.last_prices import Source, last_prices, price_of

PRICES = Source(
    "purchase.order", "purchase.order.line", "product_qty", "date_approve", "purchase"
)
#: Not stored, since they change with what others order.
LIVE = ("jxc_over_max", "jxc_over_budget")
BUYERS = "purchase.group_purchase_user,account.group_account_readonly"


class PurchaseOrder(models.Model):
    """What rules may look at (P4): the vendor's prices, and the need."""

    _inherit = "purchase.order"

    jxc_price_rise = fields.Float(
        "Above Last Price (%)",
        compute="_compute_jxc_price_rise",
        store=True,
        digits=(16, 2),
        groups=BUYERS,
        help="How far the price of a line is above what this vendor asked for the"
        " product the last time; the line where it is most.",
    )
    jxc_first_order = fields.Boolean(
        "First Order to Vendor",
        compute="_compute_jxc_first_order",
        store=True,
        help="The company has confirmed no order to this vendor before.",
    )
    jxc_over_max = fields.Float(
        "Above Maximum Stock (%)",
        compute="_compute_jxc_over_max",
        search="_search_jxc_over_max",
        compute_sudo=True,
        digits=(16, 2),
        groups="base.group_user",
        help="How far this order takes a product above the maximum of its reordering"
        " rule, with what is in stock, promised and on its way; the product where it"
        " is most.",
    )

    @api.depends(
        "state",
        "date_approve",
        "company_id",
        "partner_id",
        "currency_rate",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_qty",
        "order_line.price_subtotal",
    )
    def _compute_jxc_price_rise(self):
        before = last_prices(self, PRICES)
        for order in self:
            rises = [0.0]
            for line in order.order_line:
                last = before.get((order, line.product_id._origin.id))
                now = price_of(line, line.product_qty)
                if last and now:
                    rises.append(last[0].change_to(now))
            order.jxc_price_rise = max(rises)

    @api.depends("state", "date_approve", "company_id", "partner_id")
    def _compute_jxc_first_order(self):
        first = self._jxc_first_orders(self.partner_id.commercial_partner_id._origin)
        for order in self:
            vendor = order.partner_id.commercial_partner_id._origin
            earliest = first.get((order.company_id.id, vendor.id))
            order.jxc_first_order = bool(vendor) and earliest in (
                None,
                order._origin.id,
            )

    def _jxc_first_orders(self, vendors):
        """:return: ``{(company id, vendor id): id of the first order confirmed}``"""
        self.flush_model(["state", "date_approve", "company_id", "partner_id"])
        vendors.flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (o.company_id, p.commercial_partner_id)
                       o.company_id, p.commercial_partner_id, o.id
                  FROM purchase_order o
                  JOIN res_partner p ON p.id = o.partner_id
                 WHERE o.state = 'purchase' AND p.commercial_partner_id = ANY(%s)
                 ORDER BY o.company_id, p.commercial_partner_id, o.date_approve, o.id
                """,
                vendors.ids,
            )
        )
        return {(company, vendor): order for company, vendor, order in rows}

    @api.depends("state", "order_line.product_qty", "order_line.product_id")
    def _compute_jxc_over_max(self):
        limits = self._jxc_limits()
        products = self.env["product.product"].browse({key[0] for key in limits})
        warehouses = self.env["stock.warehouse"].browse({key[1] for key in limits})
        figures = self.env["jxc.stock.availability"]._get(products, warehouses)
        for order in self:
            expected = order._jxc_arriving()
            over = [0.0]
            # A cancelled one orders nothing.
            if order.state == "cancel":
                expected = {}
            for key in expected.keys() & limits.keys():
                now = figures[key]
                stock = now.atp + now.inspection + now.incoming
                stock += expected[key] if order.state != "purchase" else 0.0
                over.append((stock - limits[key]) / limits[key] * 100)
            order.jxc_over_max = max(over)

    def _jxc_limits(self):
        """:return: ``{(product id, warehouse id): maximum}`` of what is ordered here"""
        points = self.env["stock.warehouse.orderpoint"].sudo()
        groups = points._read_group(
            [
                ("product_id", "in", self.order_line.product_id._origin.ids),
                ("warehouse_id", "in", self.picking_type_id.warehouse_id._origin.ids),
                ("product_max_qty", ">", 0),
            ],
            ["product_id", "warehouse_id"],
            ["product_max_qty:sum"],
        )
        return {(product.id, wh.id): most for product, wh, most in groups}

    def _jxc_arriving(self):
        """:return: ``{(product id, warehouse id): quantity in the product's unit}``"""
        self.ensure_one()
        warehouse = self.picking_type_id.warehouse_id._origin.id
        found = {}
        for line in self.order_line:
            if line.product_id and line.product_uom_id:
                key = line.product_id._origin.id, warehouse
                found[key] = found.get(
                    key, 0.0
                ) + line.product_uom_id._compute_quantity(
                    line.product_qty, line.product_id.uom_id, round=False
                )
        return found

    def _search_jxc_over_max(self, operator, value):
        limited = Domain("order_line.product_id.orderpoint_ids", "!=", False)
        candidates = self.sudo().search(limited & Domain("state", "!=", "cancel"))
        return search_figure(candidates, "jxc_over_max", operator, value)

    # --- up to date -------------------------------------------------------------

    def _jxc_refresh_figures(self):
        """What other orders decide may be out of date on a request for quotation."""
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        for name in ("jxc_price_rise", "jxc_first_order"):
            self.env.add_to_compute(self._fields[name], drafts)
        drafts.invalidate_recordset(LIVE, flush=False)

    def action_jxc_submit(self):
        self._jxc_refresh_figures()
        return super().action_jxc_submit()

    def button_confirm(self):
        self._jxc_refresh_figures()
        return super().button_confirm()

    def _jxc_approval_check(self):
        self.invalidate_recordset(LIVE, flush=False)
        return super()._jxc_approval_check()

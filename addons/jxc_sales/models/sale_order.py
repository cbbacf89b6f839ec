from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import clean_context

from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

from ..logic import discount, invoicing, profit
from .sale_order_line import Promised

# In the context it says that the order comes from its button. It is an object and
# not a name, so that no RPC client can put it there.
CONFIRMING = object()
# Likewise, that a shipment makes the invoice.
COLLECTING = object()


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "jxc.approval.order.mixin"]

    jxc_max_discount = fields.Float(
        "Highest Discount (%)",
        compute="_compute_jxc_max_discount",
        store=True,
        digits="Discount",
        help="The highest discount of a line, prices below the price list included, or"
        " what lines with a minus take off the whole order.",
    )
    jxc_shipped_amount = fields.Monetary(
        "Shipped (Untaxed)",
        compute="_compute_jxc_profit",
        currency_field="jxc_company_currency_id",
        groups="jxc_base.group_jxc_cost_viewer",
    )
    jxc_cogs = fields.Monetary(
        "Cost of Goods Shipped",
        compute="_compute_jxc_profit",
        currency_field="jxc_company_currency_id",
        groups="jxc_base.group_jxc_cost_viewer",
    )
    jxc_gross_profit = fields.Monetary(
        "Gross Profit",
        compute="_compute_jxc_profit",
        currency_field="jxc_company_currency_id",
        groups="jxc_base.group_jxc_cost_viewer",
    )
    jxc_gross_rate = fields.Float(
        "Gross Profit Rate",
        compute="_compute_jxc_profit",
        groups="jxc_base.group_jxc_cost_viewer",
    )
    jxc_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    margin = fields.Monetary(groups="jxc_base.group_jxc_cost_viewer")
    margin_percent = fields.Float(groups="jxc_base.group_jxc_cost_viewer")

    @api.depends("order_line.jxc_discount", "order_line.price_subtotal")
    def _compute_jxc_max_discount(self):
        for order in self:
            lines = order.order_line.filtered(lambda line: not line.display_type)
            highest = max(lines.mapped("jxc_discount") or [0])
            if any(line.product_uom_qty * line.price_unit < 0 for line in lines):
                facts = [line._jxc_price_facts() for line in lines]
                highest = max(highest, float(discount.taken_off(facts)))
            order.jxc_max_discount = highest

    @api.depends("order_line.qty_delivered", "order_line.price_subtotal")
    def _compute_jxc_profit(self):
        groups = (
            self.env["jxc.sale.profit"]
            .sudo()
            ._read_group(
                [("order_id", "in", self._origin.ids)],
                ["order_id"],
                ["revenue:sum", "cost:sum"],
            )
        )
        figures = {order.id: (revenue, cost) for order, revenue, cost in groups}
        for order in self:
            revenue, cost = figures.get(order._origin.id, (0.0, 0.0))
            order.jxc_shipped_amount = revenue
            order.jxc_cogs = cost
            order.jxc_gross_profit = revenue - cost
            order.jxc_gross_rate = profit.rate(revenue, cost)

    # --- confirming -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("state") == "sale" for vals in vals_list):
            raise UserError(self._jxc_button_message())
        return super().create(vals_list)

    def write(self, vals):
        if (
            vals.get("state") == "sale"
            and self.env.context.get("jxc_confirming") is not CONFIRMING
            and any(order.state != "sale" for order in self)
        ):
            raise UserError(self._jxc_button_message())
        return super().write(vals)

    def _jxc_button_message(self):
        return self.env._(
            "An order becomes a sales order by its button Confirm, which promises the"
            " stock and asks for the approval. Create a quotation and confirm it."
        )

    def action_confirm(self):
        """Submit what needs an approval; promise the stock of the rest, then confirm.

        The promise comes first and for all orders at once: it is where two sessions
        meet, and whoever loses there has done no work yet.
        """
        self._jxc_wait_turn()
        self._jxc_refresh_figures()
        waiting = self._jxc_approval_missing()
        orders = self - waiting
        if orders:
            for order in orders:
                if error := order._confirmation_error_message():
                    raise UserError(error)
            orders._jxc_promise_all()
            confirming = orders.with_context(
                jxc_confirming=CONFIRMING,
                jxc_promised=Promised(orders.order_line),
                skip_procurement=False,
            )
            super(SaleOrder, confirming).action_confirm()
            orders._jxc_notify_keepers()
        return waiting._jxc_submit_on_confirm() if waiting else True

    def _jxc_promise_all(self):
        """All of them or none; who confirms several is told which."""
        try:
            self.order_line._jxc_promise()
        except NotEnoughStock as error:
            if len(self) == 1:
                raise
            raise NotEnoughStock(
                self.env._(
                    "Together these orders ask for more than there is, so none of them"
                    " was confirmed: %(orders)s\n%(reason)s",
                    orders=", ".join(self.mapped("name")),
                    reason=error.args[0],
                )
            ) from error

    def _jxc_wait_turn(self):
        """Queue for the goods, if there seem to be enough to queue for."""
        needs = self.order_line._jxc_promise_needs()
        if not needs:
            return
        figures = self.env["jxc.stock.availability"]._get(
            self.env["product.product"].browse({product for product, _wh in needs}),
            self.env["stock.warehouse"].browse({warehouse for _p, warehouse in needs}),
        )
        held = self._jxc_held_for_all()
        if all(figures[key].atp + held[key] >= needs[key] for key in needs):
            self.env["jxc.lock"].wait_turn(f"promise:{p}:{w}" for p, w in needs)

    # --- delivery notice --------------------------------------------------------

    def _jxc_notify_keepers(self):
        """Give the keepers a to-do for every delivery that has none yet (S4)."""
        pickings = self.sudo().picking_ids.filtered(
            lambda p: p.state in ("confirmed", "waiting", "assigned")
        )
        pickings._jxc_open_notice()

    # --- receivable -------------------------------------------------------------

    def _jxc_invoice_keys(self):
        return [f"invoice:sale.order:{order_id}" for order_id in self.ids]

    def _jxc_invoice_shipped(self):
        """Draft the invoice, or credit note, of what was shipped and not invoiced.

        Whoever calls holds the lock of these orders (see :meth:`_jxc_invoice_keys`)
        and runs with sudo, because a keeper has no rights in accounting.
        """
        invoices = self.env["account.move"]
        for order in self:
            # The keys of the keeper's screen (default_…) are not for an invoice.
            context = clean_context(self.env.context)
            # pylint: disable-next=context-overridden
            order = order.with_context(context).with_company(order.company_id)
            try:
                invoices |= order._jxc_invoice_one()
            except (UserError, RedirectWarning) as error:
                raise UserError(
                    self.env._(
                        "The goods of %(order)s cannot be booked out because their"
                        " invoice could not be made: %(reason)s\nAsk the accountant"
                        " to settle this, then validate again.",
                        order=order.name,
                        reason=error.args[0],
                    )
                ) from error
        return invoices

    def _jxc_invoice_one(self):
        self.ensure_one()
        none = self.env["account.move"]
        if self.state != "sale":
            return none
        order = self.with_context(
            jxc_collecting=COLLECTING if self._jxc_collects() else None,
            jxc_keep_advance=not self._jxc_sets_off_advance(),
            raise_if_nothing_to_invoice=False,
        )
        lines = order._get_invoiceable_lines(final=True)
        goods = lines.filtered(lambda line: not line.display_type)
        if all(
            self.currency_id.is_zero(line.qty_to_invoice * line.price_reduce_taxexcl)
            for line in goods
        ):
            return none
        invoices = order._create_invoices(final=True)
        invoices.filtered(
            lambda i: not i.invoice_date
        ).invoice_date = self.company_id._jxc_today()
        if self.company_id.jxc_invoice_auto_post:
            # What is collected is posted when its month is over.
            invoices.filtered(lambda i: not i.jxc_sales_month).action_post()
        return invoices

    def _jxc_sets_off_advance(self):
        """Whether this invoice deducts what the customer paid in advance (S8)."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        advance = lines.filtered("is_downpayment")
        goods = lines - advance
        return invoicing.set_off(
            shipped=sum(g.qty_to_invoice * g.price_reduce_taxexcl for g in goods),
            advance=-sum(a.qty_to_invoice * a.price_unit for a in advance),
            complete=self._jxc_is_complete(),
        )

    def _jxc_is_complete(self):
        """Whether nothing more of this order is to be shipped and invoiced."""
        return all(
            line.qty_delivered >= line.product_uom_qty
            for line in self.order_line
            if not line.display_type
            and not line.is_downpayment
            and line.qty_delivered_method == "stock_move"
        )

    def _get_invoiceable_lines(self, final=False):
        lines = super()._get_invoiceable_lines(final)
        if self.env.context.get("jxc_keep_advance"):
            return lines.filtered(lambda line: not line.is_downpayment)
        return lines

from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import sql_need
from ..logic import reorder

#: Over how many days the use of a product is looked at.
USED_DAYS = 90
#: What its buttons decide, and nobody writes.
DECIDED = {"state", "purchase_line_id", "kind", "need", "parent_id"}


class JxcPurchaseSuggestion(models.Model):
    """One need, and what to buy from whom because of it (P1).

    Needs are found, and found to have gone, in ``jxc_purchase_suggestion_need``; the
    vendor is chosen in ``…_choice``; what a buyer does with it is in ``…_flow``.
    """

    _name = "jxc.purchase.suggestion"
    _description = "Purchase Suggestion"
    _inherit = ["jxc.suggestion", "mail.thread"]
    _order = "date_order_by, id"
    _rec_name = "product_id"

    kind = fields.Selection(
        [
            ("minimum", "Below Minimum"),
            ("surge", "Order Surge"),
            ("manual", "By Hand"),
        ],
        "Because",
        default="manual",
        required=True,
        readonly=True,
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        domain=[("purchase_ok", "=", True), ("is_storable", "=", True)],
    )
    categ_id = fields.Many2one(related="product_id.categ_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        required=True,
        check_company=True,
        default=lambda self: self._default_warehouse(),
    )
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    supplierinfo_id = fields.Many2one(
        "product.supplierinfo", "Price List Line", ondelete="set null"
    )
    partner_id = fields.Many2one("res.partner", "Vendor", check_company=True)
    need = fields.Float(
        "Needed",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What is missing. The quantity is that much, or more where the vendor has"
        " a minimum or sells in packs.",
    )
    quantity = fields.Float(digits="Product Unit", required=True, tracking=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one("res.currency")
    price_unit = fields.Float(digits="Product Price")
    amount = fields.Monetary(compute="_compute_amount")
    date_order_by = fields.Date(
        "Order By",
        default=fields.Date.context_today,
        help="The last day to order so that the goods arrive before there are none left"
        " at the use of the last 90 days.",
    )
    date_expected = fields.Date("Expected Arrival")
    date_from = fields.Date(
        "Postponed Until",
        copy=False,
        tracking=True,
        help="Until then it is not in the list of what is due.",
    )
    reason = fields.Text()
    refusal = fields.Text("Refused Because", readonly=True, copy=False, tracking=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("ordered", "Order Created"),
            ("withdrawn", "Withdrawn"),
            ("refused", "Refused"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    parent_id = fields.Many2one(
        "jxc.purchase.suggestion",
        "Part Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    offer_ids = fields.One2many(
        "jxc.purchase.offer", "suggestion_id", "Offers", readonly=True
    )
    purchase_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, copy=False, index="btree_not_null"
    )
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Order")
    on_hand = fields.Float(compute="_compute_figures", digits="Product Unit")
    available = fields.Float(
        compute="_compute_figures",
        digits="Product Unit",
        help="Available to promise: on the shelves, less all open demand.",
    )
    on_order = fields.Float(compute="_compute_figures", digits="Product Unit")
    used = fields.Float(
        "Used a Day",
        compute="_compute_figures",
        digits="Product Unit",
        help="On average of the last 90 days.",
    )
    days_cover = fields.Char(
        "Days of Cover",
        compute="_compute_figures",
        help="How long what is available and on order lasts at that use.",
    )

    _open_uniq = models.UniqueIndex(
        "(product_id, warehouse_id) WHERE state = 'open' AND parent_id IS NULL",
        "There is an open suggestion for this product in this warehouse already: change"
        " its quantity, or split it.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a suggestion is more than zero."
    )

    @api.model
    def _default_warehouse(self):
        company = [("company_id", "=", self.env.company.id)]
        return self.env["stock.warehouse"].search(company, limit=1)

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for record in self:
            record.amount = record.quantity * record.price_unit

    @api.depends_context("uid")
    @api.depends("product_id", "warehouse_id", "state")
    def _compute_figures(self):
        """Three statements for all of them."""
        products, houses = self.product_id, self.warehouse_id
        figures = self.env["jxc.stock.availability"]._get(products, houses)
        used = self._used(products, houses)
        for one in self:
            key = one.product_id.id, one.warehouse_id.id
            figure = figures.get(key)
            one.on_hand = figure.on_hand if figure else 0.0
            one.available = figure.atp if figure else 0.0
            one.on_order = figure.incoming if figure else 0.0
            one.used = float(used.get(key, 0))
            coming = Decimal(str(one.available)) + Decimal(str(one.on_order))
            cover = reorder.days_of_cover(coming, used.get(key, Decimal(0)))
            one.days_cover = "" if cover is None else str(cover)

    @api.model
    def _used(self, products, warehouses):
        """:return: ``{(product id, warehouse id): Decimal used a day}``"""
        self.env["stock.move"].flush_model()
        since = fields.Datetime.now() - timedelta(days=USED_DAYS)
        query = sql_need.used(since, products.ids, warehouses.ids)
        return {
            (product, warehouse): Decimal(str(quantity)) / USED_DAYS
            for product, warehouse, quantity in self.env.execute_query(query)
        }

    @api.model_create_multi
    def create(self, vals_list):
        suggestions = super().create(vals_list)
        if not self.env.su:
            # Looked at afterwards: a default in the context sets them as well.
            if any(
                one.state != "open"
                or one.kind != "manual"
                or one.purchase_line_id
                or one.parent_id
                for one in suggestions
            ):
                self._refuse_state()
            suggestions._check_company()
            suggestions._propose()
        return suggestions

    def write(self, vals):
        """Who changes vendor or quantity gets the price of it, unless he names one."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() & DECIDED:
            self._refuse_state()
        result = super().write(vals)
        self._check_company(vals.keys())
        if vals.keys() & {"partner_id", "quantity"} and "price_unit" not in vals:
            self._reprice()
        return result

    def _refuse_state(self):
        raise UserError(
            self.env._("The state of a suggestion follows its buttons only.")
        )

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ..logic import reorder, vendor_choice


class JxcPurchaseSuggestion(models.Model):
    _name = "jxc.purchase.suggestion"
    _description = "Purchase Suggestion"
    _inherit = ["mail.thread"]
    _order = "date_order_by, id"
    _check_company_auto = True
    _rec_name = "product_id"

    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        domain=[("purchase_ok", "=", True), ("is_storable", "=", True)],
    )
    warehouse_id = fields.Many2one("stock.warehouse", required=True, check_company=True)
    company_id = fields.Many2one(
        related="warehouse_id.company_id", store=True, index=True
    )
    supplierinfo_id = fields.Many2one(
        "product.supplierinfo", "Price List Line", ondelete="set null"
    )
    partner_id = fields.Many2one("res.partner", "Vendor", check_company=True)
    quantity = fields.Float(digits="Product Unit", required=True, tracking=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    currency_id = fields.Many2one("res.currency")
    price_unit = fields.Float(digits="Product Price")
    amount = fields.Monetary(compute="_compute_amount")
    date_order_by = fields.Date("Order By", default=fields.Date.context_today)
    date_expected = fields.Date("Expected Arrival")
    reason = fields.Text()
    state = fields.Selection(
        [
            ("open", "Open"),
            ("ordered", "Ordered"),
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
    purchase_line_id = fields.Many2one(
        "purchase.order.line", readonly=True, copy=False, index="btree_not_null"
    )
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Order")

    _open_uniq = models.UniqueIndex(
        "(product_id, warehouse_id) WHERE state = 'open'",
        "There is an open suggestion for this product in this warehouse already.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a suggestion is more than zero."
    )

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for record in self:
            record.amount = record.quantity * record.price_unit

    @api.model_create_multi
    def create(self, vals_list):
        suggestions = super().create(vals_list)
        # Looked at afterwards: a default in the context sets them as well.
        if any(one.state != "open" or one.purchase_line_id for one in suggestions):
            self._refuse_state()
        return suggestions

    def write(self, vals):
        if vals.keys() & {"state", "purchase_line_id"}:
            self._refuse_state()
        return super().write(vals)

    def _refuse_state(self):
        if not self.env.su:
            raise UserError(
                self.env._("The state of a suggestion follows its buttons only.")
            )

    # --- opening and withdrawing ----------------------------------------------

    @api.model
    def _suggest(self, pairs):
        """Open what is missing for ``pairs``; what is open already stays as it is.

        :param pairs: list of (product id, warehouse id) below their minimum.
        """
        self.env["jxc.lock"].acquire(f"suggest:{p}:{w}" for p, w in pairs)
        products = self.env["product.product"].browse({p for p, _w in pairs})
        warehouses = self.env["stock.warehouse"].browse({w for _p, w in pairs})
        domain = [
            ("product_id", "in", products.ids),
            ("warehouse_id", "in", warehouses.ids),
        ]
        open_pairs = {
            (one.product_id.id, one.warehouse_id.id)
            for one in self.search([*domain, ("state", "=", "open")])
        }
        limits = {
            (point.product_id.id, point.warehouse_id.id): point
            for point in self.env["stock.warehouse.orderpoint"].search(domain)
        }
        figures = self.env["jxc.stock.availability"]._get(products, warehouses)
        ordered = self._requested(products, warehouses)
        values = []
        for pair in sorted(set(pairs) - open_pairs):
            if point := limits.get(pair):
                figure = figures[pair]
                need = reorder.needed(
                    Decimal(str(figure.atp)),
                    Decimal(str(figure.incoming + ordered[pair])),
                    Decimal(str(point.product_min_qty)),
                    Decimal(str(point.product_max_qty)),
                )
                if need > 0:
                    values.append(self._values(point, figure, need))
        return self.create(values)

    @api.model
    def _requested(self, products, warehouses):
        """Quantities on orders that are not confirmed yet, by product, warehouse."""
        lines = self.env["purchase.order.line"].search(
            [
                ("product_id", "in", products.ids),
                ("order_id.picking_type_id.warehouse_id", "in", warehouses.ids),
                ("state", "in", ("draft", "sent", "to approve")),
            ]
        )
        found = defaultdict(float)
        for line in lines:
            warehouse = line.order_id.picking_type_id.warehouse_id
            found[line.product_id.id, warehouse.id] += line.product_uom_qty
        return found

    @api.model
    def _values(self, point, figure, need):
        product = point.product_id
        company = point.company_id
        today = fields.Date.context_today(self.with_company(company))
        choice, sellers = self._choose(product, company, need, today)
        values = {
            "product_id": product.id,
            "warehouse_id": point.warehouse_id.id,
            "quantity": float(need),
            "currency_id": company.currency_id.id,
            "date_order_by": today,
            "reason": self._reason(point, figure, choice, sellers),
        }
        if choice.best:
            seller = sellers[choice.best.offer.key]
            values.update(
                supplierinfo_id=seller.id,
                partner_id=seller.partner_id.id,
                quantity=float(choice.best.qty),
                price_unit=float(choice.best.offer.price),
                date_expected=today + timedelta(days=seller.delay),
            )
        return values

    @api.model
    def _choose(self, product, company, need, today):
        sellers = product.seller_ids.filtered(
            lambda s: s.jxc_in_force
            and (not s.company_id or s.company_id == company)
            and (not s.product_id or s.product_id == product)
        )
        offers = []
        for seller in sellers:
            uom = seller.product_uom_id or product.uom_id
            price = uom._compute_price(
                seller.price * (1 - seller.discount / 100), product.uom_id
            )
            price = seller.currency_id._convert(
                price, company.currency_id, company, today, round=False
            )
            least = uom._compute_quantity(seller.min_qty, product.uom_id)
            offers.append(
                vendor_choice.Offer(
                    key=seller.id,
                    vendor=seller.partner_id.id,
                    price=Decimal(str(price)),
                    min_qty=Decimal(str(least)),
                    lead_days=seller.delay,
                    sequence=seller.sequence,
                    date_start=seller.date_start or None,
                    date_end=seller.date_end or None,
                )
            )
        choice = vendor_choice.choose(offers, need, today)
        return choice, {seller.id: seller for seller in sellers}

    @api.model
    def _reason(self, point, figure, choice, sellers):
        company = point.company_id
        lang = company.partner_id.lang or self.env.lang
        self = self.with_context(lang=lang)
        text = self.env._(
            "Available %(atp)g is below the minimum %(minimum)g;"
            " on order %(incoming)g.",
            atp=figure.atp,
            minimum=point.product_min_qty,
            incoming=figure.incoming,
        )
        if not choice.best:
            return text + "\n" + self.env._("No vendor has a valid price for it.")
        because = {
            vendor_choice.ONLY: self.env._("the only vendor with a valid price"),
            vendor_choice.CHEAPEST: self.env._("the lowest cost for this quantity"),
            vendor_choice.FASTER: self.env._("the same cost, but sooner"),
            vendor_choice.PREFERRED: self.env._("the same cost, listed first"),
            vendor_choice.UNPRICED: self.env._("no vendor has named a price yet"),
        }[choice.why]
        text += "\n" + self.env._(
            "%(vendor)s: %(why)s.",
            vendor=sellers[choice.best.offer.key].partner_id.display_name,
            why=because,
        )
        for other in choice.others[:3]:
            text += "\n" + self.env._(
                "Otherwise %(vendor)s: %(quantity)g for %(amount)s.",
                vendor=sellers[other.offer.key].partner_id.display_name,
                quantity=other.qty,
                amount=format_amount(
                    self.env, float(other.outlay), company.currency_id
                ),
            )
        return text

    @api.model
    def _withdraw(self, pairs):
        """The need has gone: its suggestion goes as well."""
        products, warehouses = {p for p, _w in pairs}, {w for _p, w in pairs}
        suggestions = self.search(
            [
                ("state", "=", "open"),
                ("product_id", "in", list(products)),
                ("warehouse_id", "in", list(warehouses)),
            ]
        )
        suggestions.filtered(
            lambda s: (s.product_id.id, s.warehouse_id.id) in set(pairs)
        ).write({"state": "withdrawn"})

    # --- buttons ----------------------------------------------------------------

    def action_jxc_refuse(self):
        self.check_access("write")
        self.filtered(lambda s: s.state == "open").sudo().state = "refused"

    def action_jxc_order(self):
        """One order per vendor, warehouse and currency, of what is open (P3)."""
        self.check_access("write")
        self.env["jxc.lock"].acquire(
            f"suggest:{s.product_id.id}:{s.warehouse_id.id}" for s in self
        )
        self.invalidate_recordset(["state"])
        todo = self.filtered(lambda s: s.state == "open")
        if not todo:
            raise UserError(
                self.env._("None of these suggestions is open: nothing to order.")
            )
        if missing := todo.filtered(lambda s: not s.partner_id):
            raise UserError(
                self.env._(
                    "Choose a vendor first for: %(products)s",
                    products=", ".join(missing.product_id.mapped("display_name")),
                )
            )
        orders = self.env["purchase.order"]
        groups = todo.grouped(lambda s: (s.partner_id, s.warehouse_id, s.currency_id))
        for (vendor, warehouse, currency), suggestions in groups.items():
            orders |= suggestions._create_order(vendor, warehouse, currency)
        action = self.env["ir.actions.act_window"]._for_xml_id("purchase.purchase_rfq")
        action["domain"] = [("id", "in", orders.ids)]
        action["context"] = {}
        return action

    def _create_order(self, vendor, warehouse, currency):
        company = warehouse.company_id
        term = vendor.with_company(company).property_supplier_payment_term_id
        order = (
            self.env["purchase.order"]
            .with_company(company)
            .create(
                {
                    "partner_id": vendor.id,
                    "company_id": company.id,
                    "currency_id": (currency or company.currency_id).id,
                    "picking_type_id": warehouse.in_type_id.id,
                    # The host sets it in the form only.
                    "payment_term_id": term.id,
                    "user_id": self.env.uid,
                }
            )
        )
        for one in self:
            planned = one.date_expected or fields.Date.context_today(one)
            line = self.env["purchase.order.line"].create(
                {
                    "order_id": order.id,
                    "product_id": one.product_id.id,
                    "product_qty": one.quantity,
                    "product_uom_id": one.uom_id.id,
                    "price_unit": one.price_unit,
                    "date_planned": fields.Datetime.to_datetime(planned),
                }
            )
            one.sudo().write({"state": "ordered", "purchase_line_id": line.id})
        return order

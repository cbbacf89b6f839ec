from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr, format_date

from ..logic import discount, promise

# In the context of a write that no approval is about; an object, as no RPC client
# can make one.
UNCHECKED = object()


class Promised:
    """Names the lines whose promise this very call has taken already.

    It travels in the context, and no RPC client can make one.
    """

    def __init__(self, lines):
        self.line_ids = frozenset(lines.ids)


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "jxc.approval.line.mixin"]
    _jxc_approval_parent_field = "order_id"

    jxc_atp_qty = fields.Float(
        "Available to Promise",
        compute="_compute_jxc_atp",
        digits="Product Unit",
        help="What this warehouse can still promise, in the unit of the line: on hand"
        " and accepted, less what other orders are waiting for. What is still to"
        " arrive does not count.",
    )
    jxc_atp_other = fields.Char("Other Warehouses", compute="_compute_jxc_atp")
    jxc_next_arrival = fields.Char("Next Arrival", compute="_compute_jxc_atp")
    jxc_atp_short = fields.Boolean("Not Enough Stock", compute="_compute_jxc_atp")
    jxc_discount = fields.Float(
        "Effective Discount (%)",
        compute="_compute_jxc_discount",
        store=True,
        digits="Discount",
        help="The discount together with a price typed below the price list.",
    )
    # Costs are for those who may see them. Not precomputed, because create() reads
    # what it precomputes with the rights of the user.
    purchase_price = fields.Float(
        groups="jxc_base.group_jxc_cost_viewer", precompute=False
    )
    margin = fields.Float(groups="jxc_base.group_jxc_cost_viewer", precompute=False)
    margin_percent = fields.Float(
        groups="jxc_base.group_jxc_cost_viewer", precompute=False
    )

    @api.depends(
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "state",
        "warehouse_id",
        "order_id.order_line.product_id",
        "order_id.order_line.product_uom_qty",
    )
    def _compute_jxc_atp(self):
        lines = self.filtered(lambda line: line.is_storable and line.warehouse_id)
        others = self - lines
        others.jxc_atp_qty = 0.0
        others.jxc_atp_other = others.jxc_next_arrival = False
        others.jxc_atp_short = False
        if not lines:
            return
        siblings = lines | lines.order_id.order_line.filtered("is_storable")
        warehouses = self.env["stock.warehouse"].sudo()
        warehouses = warehouses.search([("company_id", "in", lines.company_id.ids)])
        availability = self.env["jxc.stock.availability"]
        figures = availability._get(
            lines.product_id._origin, warehouses | lines.warehouse_id._origin.sudo()
        )
        # All that many lines ask for is looked up once.
        keys = {line: line._jxc_key() for line in siblings}
        own = {line: figures[keys[line]] for line in lines}
        arrivals = availability._arrivals(
            {keys[line] for line, figure in own.items() if figure.next_arrival}
        )
        held = lines.order_id._jxc_held()
        short = self._jxc_short(keys, figures, held)
        houses = {
            company.id: [(house.id, house.name) for house in its]
            for company, its in warehouses.grouped("company_id").items()
        }
        for line, figure in own.items():
            key = keys[line]
            mine = held[(line.order_id._origin.id, *key)]
            line.jxc_atp_qty = line._jxc_in_line_uom(figure.atp + mine)
            line.jxc_atp_short = line in short
            line.jxc_next_arrival = line._jxc_arrival_text(arrivals.get(key))
            line.jxc_atp_other = line._jxc_others_text(
                figures, houses.get(line.company_id.id, ())
            )

    def _jxc_key(self):
        return self.product_id._origin.id, self.warehouse_id._origin.id

    @api.model
    def _jxc_short(self, keys, figures, held):
        """The lines of open orders that ask for more than there is.

        :param keys: ``{line: (product id, warehouse id)}``
        """
        wishes = {}
        for line, key in keys.items():
            if line.state in ("draft", "sent") and key in figures:
                quantity = line._jxc_in_product_uom(line.product_uom_qty)
                wishes[line] = ((line.order_id, key), quantity)
        available = {
            (order, key): figures[key].atp + held[(order._origin.id, *key)]
            for (order, key), _quantity in wishes.values()
        }
        return promise.short(wishes, available)

    def _jxc_in_line_uom(self, quantity):
        uom = self.product_id.uom_id
        if not self.product_uom_id or self.product_uom_id == uom:
            return quantity
        return uom._compute_quantity(
            quantity, self.product_uom_id, rounding_method="DOWN"
        )

    def _jxc_in_product_uom(self, quantity):
        uom = self.product_id.uom_id
        if not self.product_uom_id or self.product_uom_id == uom:
            return quantity
        return self.product_uom_id._compute_quantity(quantity, uom)

    def _jxc_quantity_text(self, quantity):
        quantity = float(self._jxc_in_line_uom(quantity))
        if quantity.is_integer():
            return str(int(quantity))
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        text = float_repr(quantity, digits)
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _jxc_others_text(self, figures, houses):
        """:param houses: (id, name) of each warehouse of the company"""
        product = self.product_id._origin.id
        available = {
            name: figures[product, house].atp
            for house, name in houses
            if (product, house) in figures
        }
        others = promise.others(available, self.warehouse_id.name)
        return " / ".join(
            f"{name} {self._jxc_quantity_text(quantity)}" for name, quantity in others
        )

    def _jxc_arrival_text(self, arrival):
        """When goods come next, and how many."""
        if not arrival:
            return False
        day, quantity = arrival
        return f"{format_date(self.env, day)}: {self._jxc_quantity_text(quantity)}"

    @api.depends(
        "discount",
        "price_unit",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "is_downpayment",
        "order_id.pricelist_id",
    )
    def _compute_jxc_discount(self):
        for line in self:
            reference, price, rate, _quantity = line._jxc_price_facts()
            line.jxc_discount = float(discount.effective(reference, price, rate))

    def _jxc_price_facts(self):
        """Reference price, price, discount and quantity, as decimals."""
        self.ensure_one()
        reference = self._jxc_reference_price()
        facts = (reference, self.price_unit, self.discount, self.product_uom_qty)
        return tuple(Decimal(str(number)) for number in facts)

    def _jxc_is_advance(self):
        """Whether the line only keeps the books of a payment in advance: one with a
        quantity is sold and shipped, whatever it calls itself."""
        self.ensure_one()
        return self.is_downpayment and not self.product_uom_qty

    def _jxc_reference_price(self):
        """What the customer's price list asks, 0 where it has no say."""
        if (
            self.display_type
            or self._jxc_is_advance()
            or self.combo_item_id
            or not self.product_id
            or not self.product_uom_id
            or self.product_id.type == "combo"
        ):
            return 0.0
        line = self.with_company(self.company_id)
        return line.product_id._get_tax_included_unit_price_from_price(
            line._get_display_price(),
            product_taxes=line.product_id.taxes_id._filter_taxes_by_company(
                line.company_id
            ),
            fiscal_position=line.order_id.fiscal_position_id,
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._jxc_refuse_state(vals_list)
        lines = super().create([self._jxc_agreed(vals) for vals in vals_list])
        # The host leaves a standard cost alone once goods have moved. Where all happens
        # in one transaction the goods may be gone before the cost is looked up.
        lines._recompute_recordset(["purchase_price"])
        return lines

    @staticmethod
    def _jxc_agreed(vals):
        """A price that was pasted, imported or sent is agreed on (S1): to the host it
        is its own, to be looked up anew with the next change of the quantity."""
        if vals.get("product_id") and vals.get("price_unit") is not None:
            return {"technical_price_unit": vals["price_unit"] + 1} | vals
        return vals

    def write(self, vals):
        self._jxc_refuse_state([vals])
        if vals.keys() <= {"technical_price_unit"}:
            # The host writes it in the middle of computing a price: too early to
            # judge the order, whose values are not all there yet.
            self = self.with_context(jxc_unchecked=UNCHECKED)
        return super().write(vals)

    def _jxc_refuse_state(self, vals_list):
        """A line's state follows its order: written by hand it would ship goods
        of an order that nobody confirmed."""
        if any(vals.get("state") == "sale" for vals in vals_list):
            raise UserError(
                self.env._(
                    "The state of an order line follows its order. Confirm the order"
                    " with its button instead."
                )
            )

    def _action_launch_stock_rule(self, *, previous_product_uom_qty=False):
        """Nothing is shipped that was not promised (S2).

        Confirming, confirming in batch, raising a quantity and adding a line to a
        confirmed order all come by here.
        """
        lines = self.filtered(lambda line: line.order_id.state == "sale")
        ticket = self.env.context.get("jxc_promised")
        taken = ticket.line_ids if isinstance(ticket, Promised) else ()
        lines.filtered(lambda line: line.id not in taken)._jxc_promise(
            previous_product_uom_qty
        )
        result = super(SaleOrderLine, lines)._action_launch_stock_rule(
            previous_product_uom_qty=previous_product_uom_qty
        )
        ordered = {f"{line.product_id.id}:{line.warehouse_id.id}" for line in lines}
        self.env["jxc.alert.mark"]._mark_watched({"order_surge": ordered})
        return result

    def _jxc_promise(self, previous_product_uom_qty=False):
        """Take the stock for what is not procured yet, or refuse."""
        needs = self._jxc_promise_needs(previous_product_uom_qty)
        if needs:
            self.env["jxc.stock.availability"]._promise(needs)

    def _jxc_promise_needs(self, previous_product_uom_qty=False):
        """What these lines ask of the stock on top of what they have.

        :return: ``{(product_id, warehouse_id): quantity in the product's unit}``
        """
        needs = defaultdict(float)
        rules = {}
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self:
            if not line.is_storable or line.order_id.locked or line.is_expense:
                continue
            procured = line._get_qty_procurement(previous_product_uom_qty)
            missing = line.product_uom_qty - procured
            if float_compare(missing, 0.0, precision_digits=digits) <= 0:
                continue
            warehouse = line._jxc_promising_warehouse(rules)
            if warehouse:
                key = line.product_id.id, warehouse.id
                needs[key] += line._jxc_in_product_uom(missing)
        return dict(needs)

    def _jxc_promising_warehouse(self, rules):
        """The warehouse whose stock the line takes; none if it is bought for it.

        :param rules: what was found for the lines before, by all that decides it.
        """
        self.ensure_one()
        product = self.product_id
        routes = product.route_ids | product.categ_id.total_route_ids
        location = self._get_location_final()
        key = (self.warehouse_id, self.route_ids, routes, location)
        if key not in rules:
            values = {"warehouse_id": self.warehouse_id, "route_ids": self.route_ids}
            values["company_id"] = self.company_id
            rule = self.env["stock.rule"].sudo()._get_rule(product, location, values)
            from_stock = rule.procure_method == "make_to_stock"
            internal = rule.location_src_id.usage == "internal"
            rules[key] = self.env["stock.warehouse"].sudo()
            if not rule or (from_stock and internal):
                rules[key] = rule.location_src_id.warehouse_id or self.warehouse_id
        return rules[key]

    def _jxc_missing(self):
        """What cannot be promised to these lines of orders that are not confirmed: the
        first lines get what there is.

        :return: ``{line: quantity in the product's unit}``
        """
        lines = self.filtered(
            lambda line: line.is_storable
            and line.warehouse_id
            and line.state in ("draft", "sent")
        )
        figures = self.env["jxc.stock.availability"]._get(
            lines.product_id, lines.warehouse_id.sudo()
        )
        held = lines.order_id._jxc_held_for_all()
        left = {key: max(f.atp + held[key], 0.0) for key, f in figures.items()}
        missing = {}
        for line in lines:
            wanted = line._jxc_in_product_uom(line.product_uom_qty)
            given = min(left[line._jxc_key()], wanted)
            left[line._jxc_key()] -= given
            short = line.product_id.uom_id.round(wanted - given)
            if line.product_id.uom_id.compare(short, 0.0) > 0:
                missing[line] = short
        return missing

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.tools import SQL, float_compare

from ..ledger_sql import query
from ..ledger_writing import together
from ..logic.pool import AVERAGE, MONTH, SPECIFIC
from .jxc_cost_mixin import COST_GROUP, with_costs, without_costs

#: So many are read with what the ORM has read with them; of more, one query asks.
FEW = 10


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "jxc.cost.mixin"]

    standard_price = fields.Float(groups=COST_GROUP)
    avg_cost = fields.Monetary(groups=COST_GROUP)
    total_value = fields.Monetary(groups=COST_GROUP)

    jxc_start_cost = fields.Float(
        "Cost before the First Movement",
        company_dependent=True,
        copy=False,
        readonly=True,
        groups=COST_GROUP,
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any("standard_price" in vals for vals in vals_list):
            self._check_field_access(self._fields["standard_price"], "write")
        products = super(ProductProduct, with_costs(self)).create(vals_list)
        return without_costs(products, self.env)

    def _update_standard_price(self, *args, **kwargs):
        company = self.env.company
        balances = self._jxc_balances(company)
        others = self.filtered(lambda product: product.id not in balances)
        (self - others)._jxc_take_costs(company, balances)
        return super(ProductProduct, with_costs(others))._update_standard_price(
            *args, **kwargs
        )

    def _compute_value(self):
        # From the ledger, one query for all; the host replays the moves of each.
        company = self.env.company
        balances = self._jxc_balances(company, self._jxc_until(company))
        ours = self.filtered(lambda product: product.id in balances)
        result = super(ProductProduct, self - ours)._compute_value()
        if ours:
            ours._jxc_take_values(company, balances)
        return result

    def _jxc_take_values(self, company, balances):
        """What the ledger says of all of them, straight into the cache.

        One by one the host would look for the currency of each amount again, which
        takes longer than all the rest.
        """
        house = self.env.context.get("warehouse_id")
        by_house = company.sudo().jxc_cost_scope == "warehouse"
        currency = company.currency_id
        # All units have the same digits; only one product's are read for them.
        is_zero = self.browse(self._ids[:1]).uom_id.is_zero
        amounts, costs = [], []
        for product in self._ids:
            quantity, amount, unit = balances[product]
            unit = amount / quantity if quantity else unit
            if house and not by_house:
                one = self.browse(product).sudo(False)._with_valuation_context()
                amount = currency.round(unit * one.qty_available)
            amounts.append(amount)
            nothing = abs(quantity) < 1 and is_zero(quantity)
            costs.append(0.0 if nothing else currency.round(unit))
        values = {
            "company_currency_id": [company.currency_id.id] * len(self),
            "total_value": amounts,
            "avg_cost": costs,
        }
        for name, column in values.items():
            self._fields[name]._insert_cache(self, column)

    def _jxc_balances(self, company, until=None):
        ours = self._jxc_ids_in_ledger(company)
        costing = self.env["jxc.cost.ledger"].sudo()
        if not ours:
            return {}
        house = self.env.context.get("warehouse_id")
        if house and company.sudo().jxc_cost_scope == "warehouse":
            # What is worth how much in one warehouse; the others have their own costs.
            found = {
                product: together(
                    worth
                    for pool, worth in pools.items()
                    if pool.partition("/")[0] == f"wh:{house}"
                )
                for product, pools in costing.pools(company, ours, until).items()
            }
        else:
            found = costing.balances(company, ours, until)
        if until:
            # Before its first movement a product was worth nothing.
            early = [product for product in ours if product not in found]
            found.update(dict.fromkeys(costing.known(company, early), (0, 0, 0)))
        return found

    def _jxc_until(self, company):
        """The moment of which the context wants the value; a day is the company's."""
        date = self.env.context.get("to_date")
        if not date:
            return None
        if isinstance(date, str):
            date = (
                fields.Date.to_date(date)
                if len(date) == 10
                else fields.Datetime.to_datetime(date)
            )
        if isinstance(date, datetime):
            return date
        after = self.env["jxc.cost.ledger"].sudo().moment_after(company, date)
        return after - timedelta(seconds=1)

    def _jxc_ids_in_ledger(self, company):
        """The ids of those that ``_jxc_in_ledger`` says yes to, all at once."""
        if len(self) < FEW:
            return self.filtered(lambda product: product._jxc_in_ledger(company)).ids
        self.env["product.product"].flush_model(["product_tmpl_id"])
        self.env["product.template"].flush_model(["is_storable", "lot_valuated"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id, t.lot_valuated
                  FROM product_product p
                  JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
                 WHERE p.id = ANY(%s)
                """,
                self.ids,
            )
        )
        return [
            product
            for product, by_lot in rows
            if not by_lot or self.browse(product)._jxc_in_ledger(company)
        ]

    def _jxc_in_ledger(self, company):
        """Whether the stock ledger of a company values the product.

        Lots that have standard costs of their own stay with the host.
        """
        self.ensure_one()
        if self.lot_valuated and self.with_company(company).cost_method == "standard":
            return False
        return self.is_storable

    def _jxc_by_lot(self, company):
        """Whether each lot has a cost of its own there: specific identification."""
        return self.lot_valuated

    def _jxc_costing_method(self, company):
        """The engine's name of the method."""
        product = self.with_company(company)
        if product._jxc_by_lot(company):
            return SPECIFIC
        if product.cost_method == AVERAGE and product.categ_id.jxc_month_average:
            return MONTH
        return product.cost_method

    def _jxc_restate_now(self, *companies):
        """Something has changed how they are valued, from now on."""
        costing = self.env["jxc.cost.ledger"]
        now = dict.fromkeys(self, fields.Datetime.now())
        for company in companies:
            costing.restate(company, costing.with_rows(company, now))

    def _jxc_keep_start_cost(self, company):
        """What a unit costs as long as no movement says it: the first price there was.

        The host's cost of a product follows its stock; what it began with would be
        lost.
        """
        values = self.env["product.value"].search(
            [
                ("product_id", "in", self.ids),
                ("company_id", "=", company.id),
                ("move_id", "=", False),
                ("lot_id", "=", False),
            ],
            order="date desc, id desc",
        )
        first = {value.product_id: value for value in values}
        for product in self:
            value = first.get(product)
            cost = product.with_company(company).standard_price
            if value:
                cost = value.jxc_price or value.value
                # The host notes one with every product that is made. It is no new
                # cost of goods that somebody enters later with an earlier date.
                value.jxc_start = value.create_date == product.create_date
            product.with_company(company).jxc_start_cost = cost

    def _jxc_take_costs(self, company, balances):
        """Let the host's costs follow the ledger."""
        costs = {}
        for product in with_costs(self.sudo()).with_company(company):
            quantity, amount, unit = balances[product.id]
            if product.cost_method == "standard":
                continue
            if product.uom_id.compare(quantity, 0) > 0:
                unit = amount / quantity
            if unit and float_compare(unit, product.standard_price, precision_digits=8):
                costs[product.id] = unit
        if costs:
            self.sudo().browse(costs).with_company(company)._jxc_write_costs(costs)

    def _jxc_write_costs(self, costs):
        """In one statement; whoever posts a hundred lines changes a hundred costs."""
        names = ["standard_price", "write_date", "write_uid"]
        self.flush_recordset(names)
        values = {
            "company": str(self.env.company.id),
            "products": list(costs),
            "costs": list(costs.values()),
            "user": self.env.uid,
            "now": self.env.cr.now(),
        }
        self.env.cr.execute(query("tell_costs", **values))
        self.invalidate_recordset(names, flush=False)
        self.modified(["standard_price"])

    @api.onchange("standard_price")
    def _onchange_standard_price(self):
        # Every form calls it once, with or without the field.
        return super(ProductProduct, with_costs(self))._onchange_standard_price()

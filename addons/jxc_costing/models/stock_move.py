from collections import defaultdict

from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP, with_costs, without_costs

#: In the context it says that goods are being posted, and that the ledger is written
#: when all of them are. An object, so that no client can say it.
_POSTING = object()

#: The price of a receipt comes from the order line that a buyer wrote.
PRICE_GROUPS = f"jxc_base.group_jxc_purchase_buyer,{COST_GROUP}"


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "jxc.cost.mixin"]

    # A copy is a move of its own that has not been valued yet.
    value = fields.Monetary(groups=COST_GROUP, copy=False)
    value_justification = fields.Text(groups=COST_GROUP)
    value_computed_justification = fields.Text(groups=COST_GROUP)
    value_manual = fields.Monetary(groups=COST_GROUP)
    standard_price = fields.Float(groups=COST_GROUP)
    remaining_value = fields.Monetary(groups=COST_GROUP)
    price_unit = fields.Float(groups=PRICE_GROUPS)

    # The ledger's own notes: what stands in them is worth money.
    jxc_cost = fields.Monetary(
        "Cost by Document",
        currency_field="company_currency_id",
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
        help="What bills, orders, landed costs or a manual value say that it cost.",
    )
    jxc_cost_known = fields.Boolean(
        "Some Document Says the Cost",
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
    )
    jxc_cost_place = fields.Integer(
        "Place in the Cost Ledger",
        groups=fields.NO_ACCESS,
        copy=False,
        readonly=True,
        help="Rises as things are entered; tells goods from prices of the same second.",
    )

    # What every posting asks for: what was done to its goods since then.
    _jxc_ledger_idx = models.Index("(product_id, date) WHERE state = 'done'")

    # Who moves goods makes the host value them, without seeing the value.

    def _action_done(self, cancel_backorder=False):
        self.env["jxc.cost.takeover"].sudo().take_over(self)
        posting = with_costs(self).with_context(jxc_cost_posting=_POSTING)
        moves = super(StockMove, posting)._action_done(cancel_backorder)
        return without_costs(moves, self.env)

    def write(self, vals):
        moved = self.browse()
        if "date" in vals:
            moved = self.filtered(lambda move: move.state == "done")
        before = {move: move.date for move in moved}
        result = super().write(vals)
        moved = moved.filtered(lambda move: move.date != before[move])
        if moved:
            moved._jxc_in_ledger()._jxc_restate(before)
        return result

    def _set_value(self, correction_quantity=None):
        # The ledger says what a movement is worth; the host, where there is none.
        ours = self._jxc_in_ledger()
        others = with_costs(self - ours)
        result = super(StockMove, others)._set_value(correction_quantity)
        shelved = self._jxc_value_dropships() - self
        (ours | shelved)._jxc_read_cost()
        shelved._jxc_restate()
        if self.env.context.get("jxc_cost_posting") is not _POSTING:
            ours._jxc_restate()
        return result

    def _create_account_move(self):
        # The host's last step of posting that all valued movements pass together,
        # and the first that needs their value.
        if self.env.context.get("jxc_cost_posting") is _POSTING:
            self._jxc_in_ledger()._jxc_restate()
        return super()._create_account_move()

    def _get_cogs_price_unit(self, quantity=0):
        # What these deliveries cost, less what came back of them; the host takes what
        # a unit costs on the day of the invoice.
        ours = self._jxc_in_ledger().filtered(lambda move: move.is_in or move.is_out)
        pieces = value = 0
        for move in with_costs(ours):
            sign = 1 if move.is_out else -1
            pieces += sign * move._get_valued_qty()
            value += sign * move.value
        if not ours or ours[0].product_id.uom_id.compare(pieces, 0) <= 0:
            return super()._get_cogs_price_unit(quantity)
        return value / pieces

    def _jxc_in_ledger(self):
        """Those that the ledger values, now or when they are done."""
        return self.filtered(
            lambda move: (
                move.product_id._jxc_in_ledger(move.company_id)
                and not move.is_dropship
                and not move._is_dropshipped()
                and not move._is_dropshipped_returned()
            )
        )

    def _jxc_restate(self, before=None):
        """Write the ledger again since the first of these.

        :param before: {move: its date until now}.
        """
        moments = defaultdict(dict)
        for move in self:
            if move.state == "done" and move._jxc_changes_pools():
                since = min(move.date, (before or {}).get(move, move.date))
                mine = moments[move.company_id]
                product = move.product_id
                mine[product] = min(since, mine.get(product, since))
        for company, products in moments.items():
            self.env["jxc.cost.ledger"].restate(company, products)

    def _jxc_changes_pools(self):
        """Whether goods came, went, or are now where another cost is kept."""
        if self.is_in or self.is_out:
            return True
        if self.company_id.sudo().jxc_cost_scope != "warehouse":
            return False
        return any(
            line.location_id._jxc_cost_place()
            != line.location_dest_id._jxc_cost_place()
            for line in self.move_line_ids
        )

    def _jxc_read_cost(self):
        """Keep what documents say that the receipts among these cost."""
        receipts = with_costs(self.sudo()).filtered(
            lambda move: move.state == "done" and move.is_in
        )
        for move, cost, rest in receipts._jxc_document_costs():
            move.jxc_cost = cost
            whole = move._get_valued_qty()
            move.jxc_cost_known = move.product_uom.compare(rest, whole) < 0

    def _jxc_document_costs(self):
        """[(movement, its cost, the quantity of which no document says anything)]

        Where documents say it of a part only, the rest costs the same.
        """
        # The host asks for each of these movement by movement.
        manual, dearer = self._jxc_manual_values(), self._jxc_with_extra()
        found = []
        for move in self:
            if move in manual:
                found.append((move, manual[move], 0))
                continue
            more = move in dearer
            move = move.with_company(move.company_id)
            quantity = move._get_valued_qty()
            cost, rest = move._jxc_document_cost(quantity)
            known = move.product_uom.compare(rest, quantity) < 0
            if known and not move.product_uom.is_zero(rest):
                cost = cost * quantity / (quantity - rest)
            if more:
                cost += move._get_value_from_extra(quantity)["value"]
            found.append((move, cost, rest))
        return found

    def _jxc_manual_values(self):
        """{movement: the value that somebody entered last}"""
        domain, names = [("move_id", "in", self.ids)], ["move_id", "value"]
        values = self.env["product.value"].sudo()
        found = values.search_fetch(domain, names, order="date, id")
        return {self.browse(value.move_id.id): value.value for value in found}

    def _jxc_with_extra(self):
        """Those that may cost more than their documents say; all, if nobody knows."""
        return self

    def _jxc_document_cost(self, quantity):
        """(cost, quantity of which no document says anything)"""
        self.ensure_one()
        cost = 0
        for read in (
            # Before the papers of the purchase, which what comes back has as well.
            self._jxc_value_from_dropship,
            self._get_value_from_account_move,
            self._get_value_from_production,
            self._get_value_from_quotation,
        ):
            if self.product_uom.is_zero(quantity):
                break
            found = read(quantity)
            cost += found["value"]
            quantity -= found["quantity"]
        return cost, quantity

    def _split(self, qty, restrict_partner_id=False):
        return super(StockMove, with_costs(self))._split(qty, restrict_partner_id)

    def _merge_moves(self, merge_into=False):
        moves = super(StockMove, with_costs(self))._merge_moves(merge_into)
        return without_costs(moves, self.env)

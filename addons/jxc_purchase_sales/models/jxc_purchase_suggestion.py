from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command


class JxcPurchaseSuggestion(models.Model):
    """What for: the sales orders by name (P2)."""

    _inherit = "jxc.purchase.suggestion"

    kind = fields.Selection(
        selection_add=[("sale", "Sales Order")], ondelete={"sale": "cascade"}
    )
    jxc_cause_ids = fields.One2many(
        "jxc.purchase.cause", "suggestion_id", "Bought For", readonly=True
    )
    jxc_cause_text = fields.Char("For Orders", compute="_compute_jxc_cause_text")

    @api.depends("jxc_cause_ids.sale_line_id.order_id.name")
    def _compute_jxc_cause_text(self):
        for one in self:
            orders = one.sudo().jxc_cause_ids.order_id
            one.jxc_cause_text = ", ".join(orders.mapped("name"))

    def _jxc_waiting(self):
        """The orders that have not got what is bought for them (V2)."""
        domain = [("state", "!=", "cancel"), ("delivery_status", "!=", "full")]
        return self.sudo().jxc_cause_ids.order_id.filtered_domain(domain)

    @api.model
    def _jxc_ask(self, shortages):
        """Suggest what sales order lines are short of; each line once.

        What a line asked for before counts, so that asking again does no harm.

        :param shortages: ``{sale order line: quantity missing, in the product's unit}``
        :return: the suggestions
        """
        self.env["jxc.lock"].acquire(
            f"suggest:{line.product_id.id}:{line.warehouse_id.id}" for line in shortages
        )
        found = self.browse()
        for line, missing in shortages.items():
            unit = line.product_id.uom_id
            asked = line.jxc_cause_ids._live()
            more = unit.round(missing - sum(asked.mapped("quantity")))
            if unit.compare(more, 0.0) > 0:
                found |= self._jxc_ask_more(line, more)
            else:
                found |= asked.suggestion_id
        found._reprice()
        return found

    @api.model
    def _jxc_ask_more(self, line, more):
        pair = line.product_id.id, line.warehouse_id.id
        known = self._known({pair}).get(pair, self.browse())
        one = known.filtered(lambda s: s.state == "open")[:1]
        if one:
            one.write({"quantity": one.quantity + more, "need": one.need + more})
        else:
            goods = {"product_id": pair[0], "warehouse_id": pair[1]}
            one = self.create({"kind": "sale", "quantity": more, **goods})
            one._propose()
        cause = one.jxc_cause_ids.filtered(lambda c: c.sale_line_id == line)
        if cause:
            cause.quantity += more
        else:
            values = {"sale_line_id": line.id, "quantity": more}
            one.jxc_cause_ids = [Command.create(values)]
        return one

    @api.model
    def _needs(self, rows, known=()):
        """What is bought for an order is not there for the minimum."""
        claimed = self._jxc_claimed({row.pair for row in rows})
        needs = super()._needs(rows, known)
        for pair, quantity in claimed.items():
            if pair in needs:
                needs[pair] += quantity
        return needs

    @api.model
    def _jxc_claimed(self, pairs):
        """What is asked for orders that are not confirmed.

        :return: ``{(product id, warehouse id): Decimal}``
        """
        causes = self.env["jxc.purchase.cause"].search(
            [
                ("sale_line_id.state", "in", ("draft", "sent")),
                ("suggestion_id.state", "in", ("open", "ordered")),
                ("suggestion_id.product_id", "in", [p for p, _house in pairs]),
                ("suggestion_id.warehouse_id", "in", [h for _product, h in pairs]),
            ]
        )
        found = defaultdict(Decimal)
        for cause in causes._live():
            one = cause.suggestion_id
            pair = one.product_id.id, one.warehouse_id.id
            found[pair] += Decimal(str(cause.quantity))
        return found

    @api.model
    def _withdraw(self, pairs):
        """What orders ask for is needed also where the minimum is not, and no more."""
        changed = self.browse()
        for group in self._known(set(pairs)).values():
            mine = group.filtered(
                lambda s: s.state == "open" and s.kind in ("minimum", "sale")
            )
            if mine.jxc_cause_ids or "sale" in mine.mapped("kind"):
                asked = sum(mine.jxc_cause_ids._live().mapped("quantity"))
                changed |= mine._shrink(max(sum(mine.mapped("need")) - asked, 0.0))
                mine.filtered(lambda s: s.state == "open").kind = "sale"
        changed._reprice()
        return super()._withdraw(pairs)

    def _jxc_drop_causes(self):
        """The orders are not wanted any more: what is open is asked for that much less,
        and goes where nothing else asks for it."""
        for one in self.filtered(lambda s: s.state == "open"):
            unit = one.product_id.uom_id
            gone = one.jxc_cause_ids - one.jxc_cause_ids._live()
            less = sum(gone.mapped("quantity"))
            gone.unlink()
            rest = unit.round(one.quantity - less)
            if unit.compare(rest, 0.0) <= 0:
                one.state = "withdrawn"
            else:
                one.write({"quantity": rest, "need": max(one.need - less, 0.0)})

from collections import defaultdict

from odoo import models

from ..concession_sql import kept_of

#: What says how much of a concession is still there.
FACTS = {
    "jxc.inspection": ("date_done", "rework_of_id", "state"),
    "jxc.inspection.line": (
        "accepted",
        "conceded",
        "inspection_id",
        "move_id",
        "received",
        "reduction_kind",
    ),
    "stock.location": ("jxc_area", "usage"),
    "stock.move": (
        "date",
        "location_dest_id",
        "location_id",
        "origin_returned_move_id",
        "product_uom",
        "purchase_line_id",
        "quantity",
        "state",
        "to_refund",
    ),
    "stock.warehouse": ("jxc_inspection_location_id",),
}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _jxc_concessions(self):
        """``{order line: [(concession, quantity)]}`` of finished concessions with a
        price of their own: what of each did not go back, in the line's unit."""
        found = defaultdict(list)
        for model, names in FACTS.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(kept_of(self.ids)) if self.ids else ()
        kept = {concession_id: float(qty) for concession_id, _move, qty in rows}
        concessions = self.env["jxc.inspection.line"].sudo().browse(sorted(kept))
        for one in concessions:
            line = one.move_id.purchase_line_id
            left = one.uom_id._compute_quantity(kept[one.id], line.product_uom_id)
            found[line].append((one, left))
        return found

    def _jxc_concession_due(self, concessions):
        """``[(concession, quantity)]``: how much more, or less, of each the bills
        should carry, in this line's unit."""
        self.ensure_one()
        left, due = self.jxc_qty_accepted, []
        for one, kept in concessions:
            wanted = max(0.0, min(kept, left))
            left -= wanted
            rest = self.product_uom_id.round(wanted - one._carried())
            if self.product_uom_id.compare(rest, 0):
                due.append((one, rest))
        return due

    def _jxc_carry(self, bills, due):
        """Split the lines of new bills, so that conceded goods have their price."""
        for one, rest in due:
            kind = "in_invoice" if rest > 0 else "in_refund"
            lines = bills.filtered(lambda b, k=kind: b.move_type == k).invoice_line_ids
            quantity = abs(rest)
            for line in lines.filtered(
                lambda b: b.purchase_line_id == self and not b.jxc_inspection_line_id
            ):
                taken = min(quantity, line.quantity)
                if self.product_uom_id.compare(taken, 0) <= 0:
                    break
                quantity -= self._jxc_split(line, one, taken)

    def _jxc_split(self, line, concession, quantity):
        """This much of a bill line stands at the concession's price from now on."""
        values = self._jxc_at_concession(concession, line)
        if self.product_uom_id.compare(line.quantity, quantity) <= 0:
            line.write(values)
            return quantity
        # What the bill line does not say itself follows from the order line.
        new = self._prepare_account_move_line(line.move_id)
        values.setdefault("discount", line.discount)
        new.update(values, quantity=quantity, sequence=line.sequence)
        line.quantity -= quantity
        line.move_id.write({"invoice_line_ids": [(0, 0, new)]})
        return quantity

    def _jxc_at_concession(self, concession, line):
        """The values of ``line``, of a bill or this one, at the concession's price."""
        values = {
            "jxc_inspection_line_id": concession.id,
            "price_unit": concession._reduced(line.price_unit),
            "name": self.env._(
                "%(name)s (accepted by concession, %(inspection)s)",
                name=line.name,
                inspection=concession.inspection_id.name,
            ),
        }
        if concession.reduction_kind == "price":
            values["discount"] = 0.0
        return values

    def _jxc_conceded_values(self, concession, quantity):
        """A line that gives back goods that were billed at the concession's price."""
        values = self._prepare_account_move_line()
        values.update(self._jxc_at_concession(concession, self), quantity=quantity)
        return values

    def _jxc_refund_values(self, concession, quantity):
        """A line that gives back the reduction of goods that were billed in full."""
        values = self._prepare_account_move_line()
        net = self.price_unit * (1 - self.discount / 100)
        new = concession._reduced(self.price_unit)
        if concession.reduction_kind == "percent":
            new *= 1 - self.discount / 100
        values.pop("purchase_line_id", None)
        values.update(
            quantity=quantity,
            price_unit=net - new,
            discount=0.0,
            jxc_inspection_line_id=concession.id,
            name=self.env._(
                "Price reduction %(order)s: %(name)s (concession, %(inspection)s)",
                order=self.order_id.name,
                name=self.product_id.display_name,
                inspection=concession.inspection_id.name,
            ),
        )
        return values

from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """The delivery note 送货单 of what is shipped (S4)."""

    _inherit = "stock.picking"

    def _jxc_notes(self):
        """What is printed of each delivery; see the order's."""
        self.check_access("read")
        pickings = self.sudo()
        if not all(picking.sale_id for picking in pickings):
            raise UserError(
                self.env._("A delivery note is printed for deliveries of sales orders.")
            )
        balances = pickings.sale_id._jxc_balances()
        notes = []
        for picking in pickings:
            order, rows = picking.sale_id, picking._jxc_note_rows()
            balance = balances[order].of_part(
                sum(p._jxc_note_amount() for p in picking._jxc_earlier()),
                picking._jxc_note_amount(),
            )
            note = order._jxc_note(rows, balance, picking.note)
            note["document"] = picking
            note["date"] = picking.date_done or picking.scheduled_date
            notes.append(note)
        return notes

    def _jxc_note_rows(self):
        rows = []
        for move in self.move_ids.filtered(lambda m: m.state != "cancel"):
            quantity = move.quantity if move.state == "done" else move.product_uom_qty
            unit, line = move.product_uom, move.sale_line_id
            if unit.is_zero(quantity):
                continue
            row = move.product_id._jxc_note_goods(quantity, unit)
            if line:
                row.update(line._jxc_note_money(quantity, unit))
            rows.append(row)
        return rows

    def _jxc_note_amount(self):
        """What the goods cost the customer, in the company's currency; less than
        nothing for goods that came back."""
        order = self.sale_id
        total = sum(row["amount"] for row in self._jxc_note_rows())
        sign = -1 if self.picking_type_code == "incoming" else 1
        amount = sign * total / (order.currency_rate or 1.0)
        return order.company_id.currency_id.round(amount)

    def _jxc_earlier(self):
        """Deliveries and returns of the order that were done before this one."""
        done = self.sale_id.picking_ids.filtered(
            lambda p: p.state == "done"
            and p.picking_type_code in ("outgoing", "incoming")
        )
        if self.state != "done":
            return done
        mine = self.date_done, self.id
        return done.filtered(lambda p: (p.date_done, p.id) < mine)

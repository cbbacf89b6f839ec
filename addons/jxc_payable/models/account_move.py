from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_collected_month = fields.Date(
        "Collected for Month",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What is accepted from the vendor in this month is added to this draft,"
        " until it is posted or the vendor's invoice number is entered.",
    )

    def _jxc_collect(self, lines):
        """Add to this draft what of these purchase lines is to be billed.

        Less than nothing, after a return, takes off what is in the draft.

        :return: the lines of which there was not enough to take off.
        """
        self.ensure_one()
        short = lines.browse()
        for line in lines:
            delta = line.qty_to_invoice
            if line.product_uom_id.compare(delta, 0) < 0:
                rest = self._jxc_take_off(line, -delta)
                if line.product_uom_id.compare(rest, 0) > 0:
                    short |= line
                continue
            same = self._jxc_lines_of(line).filtered(
                lambda one, line=line: one._jxc_as_ordered(line)
            )[:1]
            if same:
                same.quantity += delta
            else:
                values = line._prepare_account_move_line(move=self)
                # Follows from the price, at the rate of the bill.
                values.pop("balance", None)
                self.write({"invoice_line_ids": [fields.Command.create(values)]})
        if not self.invoice_line_ids.filtered(
            lambda one: one.display_type == "product"
        ):
            self.unlink()
        return short

    def _jxc_lines_of(self, line):
        return self.invoice_line_ids.filtered(lambda one: one.purchase_line_id == line)

    def _jxc_take_off(self, line, quantity):
        """:return: what could not be taken off"""
        unit = line.product_uom_id
        for one in self._jxc_lines_of(line).sorted("id", reverse=True):
            there = one.product_uom_id._compute_quantity(
                one.quantity, unit, round=False
            )
            if unit.compare(there, quantity) <= 0:
                quantity -= there
                one.unlink()
            elif unit.compare(quantity, 0) > 0:
                one.quantity = unit._compute_quantity(
                    there - quantity, one.product_uom_id
                )
                quantity = 0.0
        return quantity

    def _jxc_date_collected(self, today):
        """The rule of the company for the date of what is collected."""
        for bill in self:
            rule = bill.company_id.jxc_billing_date
            month_end = fields.Date.end_of(bill.jxc_collected_month, "month")
            bill.invoice_date = month_end if rule == "end" else today

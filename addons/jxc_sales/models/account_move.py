from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_sales_month = fields.Date(
        "Invoice of Month",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What is shipped to the customer in this month is added to this draft,"
        " until it is posted.",
    )

    def _jxc_add_lines(self, commands):
        """Add these lines of sales orders; more of the same makes a line longer."""
        self.ensure_one()
        new = []
        for command in commands:
            values = command[2]
            same = self.invoice_line_ids.filtered(
                lambda line, values=values: line._jxc_is_the_same(values)
            )[:1]
            if same:
                same.quantity += values["quantity"]
            else:
                new.append(command)
        self.write({"invoice_line_ids": new})

    def _jxc_add_origin(self, order):
        origins = (self.invoice_origin or "").split(", ")
        origins = dict.fromkeys(filter(None, [*origins, order.name]))
        self.invoice_origin = ", ".join(origins)

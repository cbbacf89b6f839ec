from odoo import api, fields, models
from odoo.exceptions import AccessError


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

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered("jxc_sales_month")._jxc_refuse_month()
        return moves

    def write(self, vals):
        if "jxc_sales_month" in vals:
            self._jxc_refuse_month()
        return super().write(vals)

    def _jxc_refuse_month(self):
        """Shipments find their draft by it: written by hand, goods of one month would
        be asked for in another, or stand in an invoice of something else."""
        if self and not self.env.su:
            raise AccessError(
                self.env._(
                    "The month of a collected invoice is set when goods are shipped."
                    " Whether a customer is invoiced monthly is set by a manager on the"
                    " customer."
                )
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
